"""Tells a knee from other places that a template takes for one: a logistic model of local contrast.

The engine has the same features (`kneeLikeness.ts`).
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

import numpy as np
from scipy import ndimage, optimize

#: Samples of the template's grid (2 mm at condyles of 80 mm) that are averaged to a feature.
CELL = 3
#: Features down and across; the joint centre is the middle of the middle one.
CELLS = (23, 19)
#: Weights are stored as int8 of the largest one.
_STEPS = 127


@dataclass(frozen=True)
class Place:
    """A place that may be a knee: joint centre in samples of the film's grid, `scale` the width of
    the condyles over 80 mm, `mirrored` where it looks like a left knee."""

    row: float
    column: float
    scale: float
    mirrored: bool


def features_at(contrast: np.ndarray, place: Place, turn_deg: float = 0.0) -> np.ndarray:
    """Mean local contrast of cells around a place, float32 (437,), 0 where there is no film.

    Args:
        contrast: local contrast of a film on a grid of 2 mm.
        turn_deg: turn of the cells, for learning from more films than there are.
    """
    offsets = [np.arange(n * CELL) - (n * CELL - 1) / 2 for n in CELLS]
    down, across = np.meshgrid(*(offset * place.scale for offset in offsets), indexing="ij")
    across = -across if place.mirrored else across
    cos, sin = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    at = [place.row + cos * down - sin * across, place.column + sin * down + cos * across]
    samples = ndimage.map_coordinates(contrast, at, order=1, mode="constant", prefilter=False)
    rows, columns = CELLS
    return samples.reshape(rows, CELL, columns, CELL).mean((1, 3)).astype(np.float32).ravel()


@dataclass(frozen=True)
class Likeness:
    """Weights (437,) and bias of the log odds that a place is a knee."""

    weights: np.ndarray
    bias: float

    def logits(self, features: np.ndarray) -> np.ndarray:
        """Log odds of features (n, 437)."""
        return features @ self.weights + self.bias


def fit(
    features: np.ndarray, is_knee: np.ndarray, importance: np.ndarray, ridge: float
) -> Likeness:
    """Logistic regression with a ridge penalty on the weights.

    Args:
        features: (n, 437).
        is_knee: bool (n,).
        importance: (n,), of each example in the mean.
        ridge: penalty on the sum of squared weights.
    """
    share = importance / importance.sum()
    target = is_knee.astype(np.float64)
    # Neighbouring cells go together: differences from cell to cell are penalised as well.
    shape = CELLS

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        weights, bias = parameters[:-1], parameters[-1]
        logits = features @ weights + bias
        value = share @ (np.logaddexp(0, logits) - target * logits)
        error = share * (1 / (1 + np.exp(-logits)) - target)
        field = weights.reshape(shape)
        rough = -ndimage.laplace(field, mode="nearest").ravel()
        value += ridge * (weights @ weights + weights @ rough)
        gradient = features.T @ error + 2 * ridge * (weights + rough)
        return float(value), np.append(gradient, error.sum())

    start = np.zeros(features.shape[1] + 1)
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return Likeness(found.x[:-1], float(found.x[-1]))


def engine_source(model: Likeness) -> str:
    """Text of the engine's `kneeLikenessData.ts`."""
    step = float(np.abs(model.weights).max()) / _STEPS
    stored = np.round(model.weights / step).astype(np.int8)
    lines = [
        "/* Made by `python -m knee_synth region-likeness` in models/training; see there. */",
        "",
        "/** Samples of the template's grid to a cell, and cells down and across. */",
        f"export const CELL = {CELL};",
        f"export const CELL_ROWS = {CELLS[0]};",
        f"export const CELL_COLUMNS = {CELLS[1]};",
        f"export const BIAS = {model.bias:.6g};",
        f"export const WEIGHT_STEP = {step:.6g};",
        "/** Weights in steps, int8, base64. */",
        f"export const WEIGHTS =\n  '{base64.b64encode(stored.tobytes()).decode()}';",
        "",
    ]
    return "\n".join(lines)
