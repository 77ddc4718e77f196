"""The volume and radiograph grid that every part of the project shares.

All lengths are millimetres. Volumes have shape (slices, rows, columns), slice 0 the most posterior,
in canonical right-knee orientation.
"""

import numpy as np

SLICE_PIXELS = 256
SLICE_PIXEL_MM = 0.546875
VOLUME_SLICES = 50
SLICE_SPACING_MM = 2.2
DEPTH_SCALE_MM = 55.0
REGION_MM = 140.0
RADIOGRAPH_PIXELS = 224
LATENT_PIXELS = 32


def slice_depths_mm(slices: int = VOLUME_SLICES) -> np.ndarray:
    """Depths (mm anterior of the joint centre) of `slices` evenly spaced slice centres.

    Returns float64 of shape (slices,), ascending: the most posterior slice first.
    """
    if slices < 1:
        raise ValueError(f"a volume needs at least 1 slice, not {slices}")
    spacing = 2 * DEPTH_SCALE_MM / slices
    return -DEPTH_SCALE_MM + spacing * (np.arange(slices) + 0.5)
