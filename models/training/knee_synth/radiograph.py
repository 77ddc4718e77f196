"""A radiograph's region of interest as the network's input."""

from dataclasses import dataclass

import numpy as np

from knee_synth.geometry import RADIOGRAPH_PIXELS

_PERCENTILES = (1.0, 99.0)
_LEAST_COVERAGE = 0.5


@dataclass(frozen=True)
class Region:
    """A rectangle in pixel edges: (0, 0) is the outer corner of the first pixel."""

    left: float
    top: float
    width: float
    height: float


def triangle_weights(length: int, start: float, extent: float, outputs: int) -> np.ndarray:
    """Antialiased triangle filter along one axis, as Pillow's BILINEAR with a box.

    The weights of an output sum to 1 over the endless axis, so the row sums of the result are the
    part of each output's footprint that falls on the `length` pixels at hand.

    Returns:
        float64 of shape (outputs, length).
    """
    scale = extent / outputs
    support = max(scale, 1.0)
    centres = start + (np.arange(outputs) + 0.5) * scale
    reach = int(np.ceil(support)) + 1
    weights = np.zeros((outputs, length))
    for row, centre in enumerate(centres):
        first = int(np.floor(centre)) - reach
        pixels = np.arange(first, first + 2 * reach + 1)
        values = np.maximum(0.0, 1.0 - np.abs((pixels + 0.5 - centre) / support))
        values /= values.sum()
        inside = (pixels >= 0) & (pixels < length)
        weights[row, pixels[inside]] = values[inside]
    return weights


def resample_region(
    grey: np.ndarray, region: Region, film_mask: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Resample a region of a film to 224 x 224.

    Args:
        grey: film of shape (rows, columns), dense bone bright.
        region: in pixels of `grey`; it may leave the film.
        film_mask: 1 where the film has data; all of it if absent.

    Returns:
        grey values, float64 (224, 224), 0 where there is no data; and the data mask, bool.
    """
    if region.width <= 0 or region.height <= 0:
        raise ValueError(f"the region needs a positive size, not {region.width} x {region.height}")
    mask = np.ones(grey.shape) if film_mask is None else np.asarray(film_mask, dtype=np.float64)
    rows = triangle_weights(grey.shape[0], region.top, region.height, RADIOGRAPH_PIXELS)
    columns = triangle_weights(grey.shape[1], region.left, region.width, RADIOGRAPH_PIXELS)
    coverage = rows @ mask @ columns.T
    total = rows @ (np.asarray(grey, dtype=np.float64) * mask) @ columns.T
    has_data = coverage >= _LEAST_COVERAGE
    return np.where(has_data, total / np.maximum(coverage, _LEAST_COVERAGE), 0.0), has_data


def normalise_region(grey: np.ndarray, has_data: np.ndarray) -> np.ndarray:
    """Percentile window to [-1, 1] over the pixels with data.

    Returns:
        float32 of shape (2, 224, 224): grey (0 where there is no data) and mask (0 or 1).

    Raises:
        ValueError: a region without data or without contrast.
    """
    if not has_data.any():
        raise ValueError("the region of interest does not touch the film; move it onto the knee")
    low, high = np.percentile(grey[has_data], _PERCENTILES)
    if not high > low:
        raise ValueError("the region of interest has one grey level only; check the radiograph")
    window = np.clip((grey - low) / (high - low), 0.0, 1.0) * 2.0 - 1.0
    return np.stack([np.where(has_data, window, 0.0), has_data]).astype(np.float32)


def network_radiograph(
    grey: np.ndarray, region: Region, film_mask: np.ndarray | None = None
) -> np.ndarray:
    """`resample_region` then `normalise_region`: float32 of shape (1, 2, 224, 224)."""
    return normalise_region(*resample_region(grey, region, film_mask))[None]
