"""Writes sampling.json: whole sampling runs of the tiny bundle by PyTorch.

Every runtime of the TypeScript engine is held against them from the same film, readings and seed.
The networks are PyTorch's, with the weights of the bundle's graphs; the film's resampling, noise,
schedule and solvers are this package's own.

Usage, in models/training: python -m tests.sampling_fixture ../../test/fixtures/reference
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from knee_synth.diffusion import Restart
from knee_synth.export.bundle import torch_network
from knee_synth.export.rebuild import rebuild_networks
from knee_synth.export.validate import bundle_signatures, read_metadata
from knee_synth.radiograph import Region, network_radiograph
from knee_synth.readings import grades_from_mapping
from knee_synth.sample import Network, SamplerNetworks, SamplingOptions, VolumeSampler

TINY_BUNDLE = Path(__file__).parents[3] / "test/fixtures/tiny-bundle"
FILE = "sampling.json"
COMMAND = "python -m tests.sampling_fixture ../../test/fixtures/reference"
SIZE = 300
REGION = Region(10, 10, 280, 280)
#: Coprime to rows and columns, so that the values come from all over the slices.
STRIDE = 509
_DIGITS = 6

RUNS: tuple[dict[str, Any], ...] = (
    {
        "solver": "dpmsolver++2m",
        "steps": 10,
        "guidance": 1,
        "seed": 20_241_009,
        "sample": 0,
        "side": "R",
        "readings": {},
        "depthsMm": [-41.25, -13.75, 13.75, 41.25],
    },
    {
        "solver": "ddim",
        "steps": 8,
        "guidance": 2,
        "seed": 2**40 + 7,
        "sample": 3,
        "side": "L",
        "readings": {"XRKL": 3, "XRJSM": 2, "XRATTL": 0},
        "depthsMm": [-2.2, 0, 2.2],
    },
)


def film() -> np.ndarray:
    """1000 + 500 sin(row / 23) cos(column / 31) + (row column) mod 53, float32."""
    rows, columns = np.mgrid[:SIZE, :SIZE]
    waves = 500 * np.sin(rows / 23) * np.cos(columns / 31)
    return (1000 + waves + (rows * columns) % 53).astype(np.float32)


def ordered(network: nn.Module, names: Sequence[str]) -> Network:
    """A PyTorch network as a function of named arrays in any order."""
    run = torch_network(network)

    def by_name(inputs: Mapping[str, np.ndarray]) -> np.ndarray:
        return run({name: inputs[name] for name in names})

    return by_name


def pytorch_sampler() -> VolumeSampler:
    signatures = bundle_signatures(read_metadata(TINY_BUNDLE))
    metadata = read_metadata(TINY_BUNDLE)["xray_to_mri"]
    networks = rebuild_networks(TINY_BUNDLE).by_name()
    return VolumeSampler(
        SamplerNetworks(
            **{
                name: ordered(network, tuple(signatures[name].inputs))
                for name, network in networks.items()
                if name != "grader"
            },
            latent_channels=metadata["latent"]["channels"],
            latent_scale=metadata["latent"]["scale"],
            correlation_mm=metadata["noise"]["correlation_mm"],
            noise_scale=metadata["noise"]["scale"],
            restart=Restart.of(metadata["restart"]),
        )
    )


def sampled_run(sampler: VolumeSampler, run: dict[str, Any]) -> dict[str, Any]:
    is_left = run["side"] == "L"
    grey = film()[:, ::-1] if is_left else film()
    options = {name: run[name] for name in ("solver", "steps", "guidance", "seed", "sample")}
    slices = sampler.sample(
        network_radiograph(grey, REGION),
        grades_from_mapping(run["readings"]),
        SamplingOptions(**options),
        np.array(run["depthsMm"]),
    )
    values = (slices[:, :, ::-1] if is_left else slices).reshape(-1)
    return {
        **run,
        "l2": round(float(np.linalg.norm(values.astype(np.float64))), 4),
        "values": [round(float(value), _DIGITS) for value in values[::STRIDE]],
    }


def sampling_fixture() -> dict[str, Any]:
    metadata = read_metadata(TINY_BUNDLE)["xray_to_mri"]
    sampler = pytorch_sampler()
    return {
        "source": "PyTorch networks with the weights of the tiny bundle, sampled by knee_synth",
        "command": f"models/training: {COMMAND}",
        "note": f"every {STRIDE}th value of slices x rows x columns; region in pixels of the film",
        "networks": {name: file["sha256"] for name, file in metadata["networks"].items()},
        "film": {"size": SIZE, "formula": film.__doc__},
        "region": {"x": 10, "y": 10, "width": 280, "height": 280},
        "stride": STRIDE,
        "runs": [sampled_run(sampler, run) for run in RUNS],
    }


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(sampling_fixture(), separators=(",", ":")).replace('"runs"', '\n"runs"')
    (folder / FILE).write_text(text.replace("},{", "},\n{") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
