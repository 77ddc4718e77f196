"""What a right knee looks like around its joint centre: local contrast, and how much it varies."""

import re
from base64 import b64decode
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from scipy import ndimage

_FOLDER = Path(__file__).parent / "templates"
_MEAN_SCALE, _SPREAD_SCALE = 40.0, 80.0
#: Added to the spread, so that no place counts without bound.
_LEAST_SPREAD = 0.25


@dataclass(frozen=True)
class Template:
    """Mean local contrast and weights on a grid of odd size, the joint centre in the middle.

    The last axis runs from lateral to medial, as the right knee of a picture does.
    """

    mean: np.ndarray
    weights: np.ndarray
    grid_mm: float

    def resized(self, scale: float, mirrored: bool) -> "Template":
        """The template of a knee `scale` times as large as the average; `mirrored`: a left one."""
        halves = [int((n - 1) / 2 * scale) for n in self.mean.shape]
        axes = [
            np.arange(-half, half + 1) / scale + (n - 1) / 2
            for half, n in zip(halves, self.mean.shape, strict=True)
        ]
        at = np.meshgrid(*axes, indexing="ij")
        mean, weights = (
            ndimage.map_coordinates(values, at, order=1, mode="nearest")
            for values in (self.mean, self.weights)
        )
        if mirrored:
            mean, weights = mean[..., ::-1], weights[..., ::-1]
        return Template(mean, weights, self.grid_mm)


def film_template() -> Template:
    """Of fixed-flexion films, 71 x 61 samples of 2 mm, condyles 80 mm wide."""
    return _load("film")


def dess_template() -> Template:
    """Of DESS volumes, (depth, rows, columns), condyles 80 mm wide."""
    return _load("dess")


@cache
def _load(name: str) -> Template:
    with np.load(_FOLDER / f"{name}.npz") as stored:
        mean = stored["mean_times_40"].astype(np.float64) / _MEAN_SCALE
        spread = stored["spread_times_80"].astype(np.float64) / _SPREAD_SCALE
        grid_mm = float(stored["grid_mm"])
    return Template(mean, (spread + _LEAST_SPREAD) ** -2, grid_mm)


def store_template(path: Path, mean: np.ndarray, spread: np.ndarray, grid_mm: float) -> None:
    """Writes mean (int8, times 40) and spread (uint8, times 80) of a template."""
    np.savez_compressed(
        path,
        mean_times_40=np.clip(np.round(mean * _MEAN_SCALE), -127, 127).astype(np.int8),
        spread_times_80=np.clip(np.round(spread * _SPREAD_SCALE), 0, 255).astype(np.uint8),
        grid_mm=np.array(grid_mm),
    )


def engine_template(source: str) -> tuple[np.ndarray, np.ndarray, float]:
    """Mean, spread and grid (mm) out of the text of the engine's `kneeTemplateData.ts`."""

    def number(name: str) -> float:
        return float(re.search(rf"{name} = ([\d.]+);", source)[1])

    def data(name: str, dtype: str) -> np.ndarray:
        text = re.search(rf"{name} =\s*'([^']+)';", source)[1]
        return np.frombuffer(b64decode(text), dtype).reshape(shape).astype(np.float64)

    shape = int(number("TEMPLATE_ROWS")), int(number("TEMPLATE_COLUMNS"))
    mean = data("MEAN_TIMES_40", "int8") / _MEAN_SCALE
    spread = data("SPREAD_TIMES_80", "uint8") / _SPREAD_SCALE
    return mean, spread, number("TEMPLATE_GRID_MM")
