"""Grey less its local mean, over its local spread: the same at any exposure or coil sensitivity."""

import numpy as np
from scipy import ndimage

_NOISE_FLOOR = 0.04
_SPREAD_TO_MEAN = 1.5


def local_contrast(grey: np.ndarray, known: np.ndarray, sigma: float) -> np.ndarray:
    """Local contrast of a picture or volume, as the engine's `localContrast` takes it.

    Args:
        grey: values of any scale.
        known: bool of the same shape; only these values count.
        sigma: of the local mean, in samples; the spread is taken over 1.5 times that.

    Returns:
        float64 of the same shape, 0 where nothing is known.
    """
    mask = known.astype(np.float64)
    values = np.where(known, grey, 0.0).astype(np.float64)
    difference = (values - _smooth(values, mask, sigma)) * mask
    variance = _smooth(difference**2, mask, _SPREAD_TO_MEAN * sigma)
    low, high = np.percentile(grey[known], [2, 98]) if known.any() else (0.0, 0.0)
    floor = (_NOISE_FLOOR * (high - low)) ** 2 + np.finfo(np.float64).tiny
    return difference / np.sqrt(variance + floor)


def _smooth(values: np.ndarray, mask: np.ndarray, sigma: float) -> np.ndarray:
    """Gaussian mean of what is known; nothing beyond the edges counts."""

    def blur(array: np.ndarray) -> np.ndarray:
        return ndimage.gaussian_filter(array, sigma, mode="constant", truncate=4.0)

    return blur(values) / np.maximum(blur(mask), 1e-9)
