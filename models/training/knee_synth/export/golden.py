"""Golden outputs: what PyTorch answered, and a runtime must before its results are trusted."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from knee_synth.diffusion import stream_normals, time_embedding
from knee_synth.readings import READINGS, encode_readings, no_readings

BATCH = 2
SAMPLES = 64
CASE_SEEDS = (11, 12)
GOLDEN_TIMESTEPS = (999, 250)
GOLDEN_DEPTHS = (-0.5, 0.5)

Network = Callable[[Mapping[str, np.ndarray]], np.ndarray]


def golden_inputs(
    shapes: Mapping[str, tuple[int, ...]], seed: int, case: int
) -> dict[str, np.ndarray]:
    """Inputs of a golden case by the rule of the contract, float32, batch 2."""
    inputs = {}
    for stream, (name, shape) in enumerate(shapes.items()):
        inputs[name] = _golden_input(name, (BATCH, *shape), seed, stream, case)
    return inputs


def _golden_input(
    name: str, shape: tuple[int, ...], seed: int, stream: int, case: int
) -> np.ndarray:
    if name == "depth":
        return np.array(GOLDEN_DEPTHS, dtype=np.float32)[:, None]
    if name == "time_embedding":
        return time_embedding(np.array(GOLDEN_TIMESTEPS))
    if name == "readings":
        first_valid = np.array([reading.low for reading in READINGS])
        grades = first_valid if case == 0 else no_readings()
        return np.tile(encode_readings(grades), (BATCH, 1))
    values = stream_normals(seed, stream, int(np.prod(shape))).reshape(shape)
    if name == "radiograph":
        values[:, 1] = 1.0
    return values


def describe_inputs(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, dict[str, Any]]:
    """How each input of a case is filled, for a reader of the file."""
    fixed: dict[str, str] = {
        "depth": "values [-0.5, 0.5]",
        "time_embedding": "embedding of timesteps [999, 250]",
        "readings": "first valid value of every variable in case 0, not read in case 1",
        "radiograph": "normals of the stream, channel 1 all 1",
    }
    return {
        name: {
            "shape": [BATCH, *shape],
            "stream": stream,
            "fill": fixed.get(name, "normals of the stream"),
        }
        for stream, (name, shape) in enumerate(shapes.items())
    }


def golden_cases(network: Network, shapes: Mapping[str, tuple[int, ...]]) -> list[dict[str, Any]]:
    """Two cases of a network, with 64 output values spread evenly and the output's norm."""
    cases = []
    for case, seed in enumerate(CASE_SEEDS):
        output = network(golden_inputs(shapes, seed, case)).astype(np.float64).reshape(-1)
        indices = (np.arange(SAMPLES) * output.size) // SAMPLES
        cases.append(
            {
                "seed": seed,
                "inputs": describe_inputs(shapes),
                "output": {
                    "indices": indices.tolist(),
                    "values": [float(np.float32(v)) for v in output[indices]],
                    "l2": float(np.linalg.norm(output)),
                },
            }
        )
    return cases
