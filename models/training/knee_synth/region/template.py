"""The engine's average knee: local contrast of simulated films around the joint, and its spread."""

from __future__ import annotations

import base64
from collections.abc import Iterable

import numpy as np

from ..data.cache import FILM_PIXEL_MM
from ..oai.local_contrast import local_contrast
from ..radiograph import triangle_weights

GRID_MM = 2.0
CONDYLES_MM = 80.0
ROWS, COLUMNS = 71, 61
CONTRAST_SIGMA_MM = 8.0
_MEAN_SCALE, _SPREAD_SCALE = 40.0, 80.0
#: Of the films, those that must show a place.
_LEAST_SHARE = 0.2


def patch_of(
    film: np.ndarray, mask: np.ndarray, condyles_mm: float
) -> tuple[np.ndarray, np.ndarray]:
    """Local contrast around the joint centre of a right knee, as the engine's search takes it.

    Args:
        film: grey of 0.625 mm a pixel, the joint centre in its middle, dense bone bright.
        mask: 1 where the film has data.
        condyles_mm: width of the condyles on the film, brought to 80 mm.

    Returns:
        float64 and bool of shape (71, 61) on a grid of 2 mm: contrast, and where it is known.
    """
    step = GRID_MM / FILM_PIXEL_MM * condyles_mm / CONDYLES_MM
    # An odd number of samples, so that the middle of one lies on the joint centre.
    counts = [2 * int((n / step - 1) / 2) + 1 for n in film.shape]
    down, across = (
        triangle_weights(n, (n - count * step) / 2, count * step, count)
        for n, count in zip(film.shape, counts, strict=True)
    )
    cover = down @ mask.astype(np.float64) @ across.T
    grey = down @ np.where(mask, film, 0.0) @ across.T / np.maximum(cover, 0.5)
    known = cover >= 0.5
    contrast = local_contrast(grey, known, CONTRAST_SIGMA_MM / GRID_MM)
    box = tuple(
        slice(count // 2 - size // 2, count // 2 + size // 2 + 1)
        for count, size in zip(counts, (ROWS, COLUMNS), strict=True)
    )
    return contrast[box], known[box]


def average(
    patches: Iterable[tuple[np.ndarray, np.ndarray]],
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of patches where they are known, each (71, 61).

    Raises:
        ValueError: a place that too few of the patches show.
    """
    values, known = (np.stack(parts) for parts in zip(*patches, strict=True))
    seen = known.sum(0)
    if seen.min() < _LEAST_SHARE * len(values):
        raise ValueError("parts of the template are on too few of the films; take more films")
    mean = np.where(known, values, 0.0).sum(0) / seen
    variance = np.where(known, (values - mean) ** 2, 0.0).sum(0) / seen
    return mean, np.sqrt(variance)


def engine_source(mean: np.ndarray, spread: np.ndarray) -> str:
    """Text of the engine's `kneeTemplateData.ts`."""

    def text(values: np.ndarray) -> str:
        return base64.b64encode(values.tobytes()).decode()

    mean8 = np.clip(np.round(mean * _MEAN_SCALE), -127, 127).astype(np.int8)
    spread8 = np.clip(np.round(spread * _SPREAD_SCALE), 0, 255).astype(np.uint8)
    lines = [
        "/* Made by `python -m knee_synth region-template` in models/training; see there. */",
        "",
        f"export const TEMPLATE_ROWS = {ROWS};",
        f"export const TEMPLATE_COLUMNS = {COLUMNS};",
        f"/** Millimetres from sample to sample, for condyles of {CONDYLES_MM:g} mm. */",
        f"export const TEMPLATE_GRID_MM = {GRID_MM:g};",
        f"export const TEMPLATE_CONDYLES_MM = {CONDYLES_MM:g};",
        f"/** Mean local contrast times {_MEAN_SCALE:g}, int8, base64. */",
        f"export const MEAN_TIMES_40 =\n  '{text(mean8)}';",
        f"/** Standard deviation over the knees times {_SPREAD_SCALE:g}, uint8, base64. */",
        f"export const SPREAD_TIMES_80 =\n  '{text(spread8)}';",
        "",
    ]
    return "\n".join(lines)
