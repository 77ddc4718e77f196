"""The engine's `edgeModelData.ts`."""

import base64
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knee_synth.joint_space.edge_network import HIDDEN
from knee_synth.joint_space.edge_shape import MODES
from knee_synth.joint_space.patches import SPREAD_FLOOR
from knee_synth.joint_space.places import FIRST_MM, PLACES, PROFILE_HALF


@dataclass(frozen=True)
class EdgeModel:
    """What was learnt of bone edges.

    Attributes:
        network: layer by layer, weights (outputs, inputs) and biases (outputs,).
        mean: heights of all edges (108,), mm below the joint centre.
        modes: (20, 108), one standard deviation each.
    """

    network: list[np.ndarray]
    mean: np.ndarray
    modes: np.ndarray


def write_edge_model(path: Path, model: EdgeModel) -> None:
    """Writes the TypeScript file, in the format of the repository's Prettier."""
    texts = {
        "NETWORK": _packed(np.concatenate([array.reshape(-1) for array in model.network])),
        "MEAN_EDGES": _packed(model.mean),
        "EDGE_MODES": _packed(model.modes),
    }
    lines = [
        "// Made by `python -m knee_synth joint-space-model`; float32 as base64.",
        f"export const PROFILE_HALF = {PROFILE_HALF};",
        f"export const FIRST_PLACE_MM = {FIRST_MM};",
        f"export const PLACES = {len(PLACES)};",
        f"export const HIDDEN = {HIDDEN};",
        f"export const MODES = {MODES};",
        f"export const SPREAD_FLOOR = {SPREAD_FLOOR};",
        *(f"export const {name} =\n  '{text}';" for name, text in texts.items()),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _packed(values: np.ndarray) -> str:
    """float32, little endian, as base64."""
    return base64.b64encode(np.ascontiguousarray(values, "<f4").tobytes()).decode()
