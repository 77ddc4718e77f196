"""Image measures of slices and volumes in [0, 1]."""

import numpy as np
from scipy.ndimage import gaussian_filter
from skimage.metrics import structural_similarity

MAX_PSNR = 100.0
DEPTH_TOLERANCE_SLICES = 1
_GRAIN_PIXELS = 1.5


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


def depth_agreement(volume: np.ndarray, truth: np.ndarray) -> float:
    """Part of the slices whose nearest true slice (least squares) lies within one slice."""
    flat, flat_truth = _flat(volume), _flat(truth)
    distance = (flat_truth**2).sum(axis=1)[None] - 2 * flat @ flat_truth.T
    return _near_diagonal(distance.argmin(axis=1))


def depth_agreement_by_correlation(volume: np.ndarray, truth: np.ndarray) -> float:
    """Part of the slices whose best correlated true slice lies within one slice.

    Correlation (Pearson, over all pixels of a slice) ignores brightness and contrast.
    """
    return _near_diagonal((_standardised(volume) @ _standardised(truth).T).argmax(axis=1))


def slice_change(volume: np.ndarray) -> float:
    """Mean absolute difference of neighbouring slices."""
    return float(np.abs(np.diff(volume.astype(np.float64), axis=0)).mean())


def smooth_slice_change(volume: np.ndarray) -> float:
    """`slice_change` after an in-plane Gaussian of 1.5 pixels: anatomy without image noise."""
    smooth = gaussian_filter(volume.astype(np.float32), (0, _GRAIN_PIXELS, _GRAIN_PIXELS))
    return slice_change(smooth)


def dice(found: np.ndarray, truth: np.ndarray) -> float:
    """Overlap of two masks, 2 |A and B| / (|A| + |B|); NaN where both are empty."""
    total = int(np.count_nonzero(found)) + int(np.count_nonzero(truth))
    return 2 * int(np.count_nonzero(found & truth)) / total if total else float("nan")


def _flat(volume: np.ndarray) -> np.ndarray:
    return volume.reshape(len(volume), -1).astype(np.float64)


def _standardised(volume: np.ndarray) -> np.ndarray:
    flat = _flat(volume)
    centred = flat - flat.mean(axis=1, keepdims=True)
    return centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-12)


def _near_diagonal(nearest: np.ndarray) -> float:
    within = np.abs(nearest - np.arange(len(nearest))) <= DEPTH_TOLERANCE_SLICES
    return float(within.mean())
