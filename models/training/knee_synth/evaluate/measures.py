"""Image measures of slices and volumes in [0, 1]."""

import numpy as np
from skimage.metrics import structural_similarity

MAX_PSNR = 100.0


def psnr(output: np.ndarray, target: np.ndarray) -> float:
    """Peak signal-to-noise ratio in dB for a range of 1; at most 100 for equal arrays."""
    error = float(np.mean((output.astype(np.float64) - target) ** 2))
    return MAX_PSNR if error == 0 else min(MAX_PSNR, -10 * np.log10(error))


def ssim(output: np.ndarray, target: np.ndarray) -> float:
    """Mean over slices of the structural similarity (Wang et al. 2004, Gaussian window, sigma 1.5).

    Args:
        output, target: of shape (slices, rows, columns).
    """
    scores = [
        structural_similarity(
            o, t, data_range=1.0, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
        )
        for o, t in zip(output.astype(np.float64), target.astype(np.float64), strict=True)
    ]
    return float(np.mean(scores))
