"""Makes engine/src/radiograph/kneeTemplateData.ts out of simulated films.

Usage: python engine/scripts/make_knee_template.py FOLDER [--count 80]

FOLDER holds what `python -m knee_synth simulate` wrote (knee_*.npz: film, film_mask, meta). Every film is
brought to condyles of 80 mm and a grid of 2 mm, its local contrast is taken as the engine takes it
(localContrast.ts), and the mean and standard deviation over the films become the template.
"""

from __future__ import annotations

import argparse
import base64
import json
from pathlib import Path

import numpy as np
from scipy import ndimage

GRID_MM = 2.0
FILM_PIXEL_MM = 200 / 320
CONDYLES_MM = 80.0
ROWS, COLUMNS = 71, 61
CONTRAST_SIGMA_MM = 8.0
SPREAD_SIGMA_MM = 12.0
NOISE_FLOOR = 0.04
TARGET = Path(__file__).parent.parent / "src" / "radiograph" / "kneeTemplateData.ts"


def to_grid(film: np.ndarray, mask: np.ndarray, pixel_mm: float) -> tuple[np.ndarray, np.ndarray]:
    """Film and mask averaged on the grid of 2 mm."""
    factor = pixel_mm / GRID_MM
    sigma = 0.3 / factor
    weight = ndimage.gaussian_filter(mask.astype(float), sigma)
    grey = ndimage.gaussian_filter(film * mask, sigma) / np.maximum(weight, 1e-6)
    rows, columns = (int(n * factor) for n in film.shape)
    y, x = (np.mgrid[:rows, :columns] + 0.5) / factor - 0.5
    sampled = ndimage.map_coordinates(grey, [y, x], order=1, mode="nearest")
    known = ndimage.map_coordinates(mask.astype(float), [y, x], order=1, mode="nearest") > 0.5
    return sampled, known


def local_contrast(grey: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Grey less its local mean, over its local spread; 0 where nothing is known."""

    def smooth(values: np.ndarray, sigma_mm: float) -> np.ndarray:
        return ndimage.gaussian_filter(values, sigma_mm / GRID_MM, mode="constant")

    mask = known.astype(float)
    mean = smooth(grey * mask, CONTRAST_SIGMA_MM) / (smooth(mask, CONTRAST_SIGMA_MM) + 1e-6)
    difference = (grey - mean) * mask
    variance = smooth(difference**2, SPREAD_SIGMA_MM) / (smooth(mask, SPREAD_SIGMA_MM) + 1e-6)
    low, high = np.percentile(grey[known], [2, 98])
    return difference / np.sqrt(variance + (NOISE_FLOOR * (high - low)) ** 2)


def patch(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Local contrast around the joint centre, and where it is known."""
    with np.load(path, allow_pickle=False) as knee:
        film, mask, meta = knee["film"].astype(float), knee["film_mask"], json.loads(str(knee["meta"]))
    pixel_mm = FILM_PIXEL_MM * CONDYLES_MM / meta["condylar_width"]
    grey, known = to_grid(film, mask, pixel_mm)
    contrast = local_contrast(grey, known)
    centre = film.shape[0] / 2 * pixel_mm / GRID_MM - 0.5
    y, x = np.mgrid[:ROWS, :COLUMNS] - np.array([ROWS // 2, COLUMNS // 2])[:, None, None] + centre
    values = ndimage.map_coordinates(contrast, [y, x], order=1, mode="constant")
    there = ndimage.map_coordinates(known.astype(float), [y, x], order=1, mode="constant") > 0.5
    return values * there, there


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="films made by `python -m knee_synth simulate`")
    parser.add_argument("--count", type=int, default=80, help="films to use, the first ones by name")
    options = parser.parse_args()
    patches = [patch(path) for path in sorted(options.folder.glob("knee_*.npz"))[: options.count]]
    values = np.stack([p[0] for p in patches])
    seen = np.stack([p[1] for p in patches]).sum(0)
    mean = values.sum(0) / seen
    spread = np.sqrt(np.maximum((values**2).sum(0) / seen - mean**2, 0))
    mean8 = np.clip(np.round(mean * 40), -127, 127).astype(np.int8)
    spread8 = np.clip(np.round(spread * 80), 0, 255).astype(np.uint8)
    lines = [
        "/* Made by engine/scripts/make_knee_template.py; see there. */",
        "",
        f"export const TEMPLATE_ROWS = {ROWS};",
        f"export const TEMPLATE_COLUMNS = {COLUMNS};",
        "/** Millimetres from sample to sample, for condyles of {:g} mm. */".format(CONDYLES_MM),
        f"export const TEMPLATE_GRID_MM = {GRID_MM:g};",
        f"export const TEMPLATE_CONDYLES_MM = {CONDYLES_MM:g};",
        "/** Mean local contrast times 40, int8, base64. */",
        f"export const MEAN_TIMES_40 =\n  '{base64.b64encode(mean8.tobytes()).decode()}';",
        "/** Standard deviation over the knees times 80, uint8, base64. */",
        f"export const SPREAD_TIMES_80 =\n  '{base64.b64encode(spread8.tobytes()).decode()}';",
        "",
    ]
    TARGET.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
