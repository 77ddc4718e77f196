"""Reformats a DESS volume to the coronal grid of the project, in 8-bit grey."""

import numpy as np
from skimage.filters import threshold_otsu

from knee_synth.geometry import (
    SLICE_PIXEL_MM,
    SLICE_PIXELS,
    SLICE_SPACING_MM,
    slice_depths_mm,
)
from knee_synth.oai.dess_volume import DessVolume
from knee_synth.oai.errors import UnusableImageError
from knee_synth.radiograph import triangle_weights

#: Grey of air and of muscle in water-excitation DESS, as the simulated volumes have them.
AIR_GREY = 11.0
MUSCLE_GREY = 157.0
#: The OAI's 112 x 140 x 140 mm cover 0.8 of the grid at best.
_LEAST_COVERED = 0.5
#: A voxel is seen where at least half of its footprint's weight fell on the scan.
_LEAST_COVER = 0.5


def to_coronal(
    volume: DessVolume, centre: tuple[float, float, float], side: str
) -> tuple[np.ndarray, float]:
    """The volume on the coronal grid around the joint centre, canonical right.

    Slices are averaged over their 2.2 mm. What the scan does not cover is air.

    Args:
        centre: joint centre in samples, from the middle of the first sample.
        side: `R` or `L`; a left knee is mirrored.

    Returns:
        uint8 (50, 256, 256), and the share of the grid that the scan covers.

    Raises:
        UnusableImageError: no contrast, or half of the grid lies beyond the scan.
    """
    # From middles of samples to their edges.
    depth, rows, columns = (at + 0.5 for at in centre)
    mm = volume.spacing_mm
    reach = SLICE_PIXELS * SLICE_PIXEL_MM
    places = depth + slice_depths_mm() / mm[0]
    along = _slab_weights(volume.signal.shape[0], places, SLICE_SPACING_MM / mm[0])
    down, across = (
        triangle_weights(n, at - reach / 2 / step, reach / step, SLICE_PIXELS)
        for n, at, step in zip(volume.signal.shape[1:], (rows, columns), mm[1:], strict=True)
    )
    in_plane = np.outer(down.sum(1), across.sum(1))
    seen = along.sum(1)[:, None, None] * in_plane >= _LEAST_COVER
    covered = float(seen.mean())
    if covered < _LEAST_COVERED:
        raise UnusableImageError(
            f"the scan covers {100 * covered:.0f} % of the volume around the joint only"
        )
    air, muscle = tissue_levels(volume.signal)
    gain = (MUSCLE_GREY - AIR_GREY) / (muscle - air)
    slabs = np.tensordot(along.astype(np.float32), volume.signal, axes=1)
    coronal = np.empty(seen.shape, dtype=np.uint8)
    for index, slab in enumerate(slabs):
        cover = np.maximum(along[index].sum() * in_plane, _LEAST_COVER)
        grey = (down @ slab @ across.T / cover - air) * gain + AIR_GREY
        picture = np.where(seen[index], grey, AIR_GREY)
        coronal[index] = np.clip(np.round(picture), 0, 255)
    if side == "L":
        coronal = coronal[:, :, ::-1]
    return np.ascontiguousarray(coronal), covered


def tissue_levels(signal: np.ndarray) -> tuple[float, float]:
    """Signal of air and of muscle.

    Fat and marrow are suppressed, so a threshold between the dark and the bright tissues (Otsu)
    leaves muscle as the most of what is bright; its median is little moved by cartilage and fluid.

    Raises:
        UnusableImageError: a volume without contrast.
    """
    sparse = signal[::2, ::3, ::3].ravel()
    air, top = np.percentile(sparse, [2.0, 99.8])
    if not top > air:
        raise UnusableImageError("the volume has one grey level only")
    inside = np.clip(sparse, air, top)
    bright = inside[inside > threshold_otsu(inside)]
    return float(air), float(np.median(bright))


def _slab_weights(length: int, places: np.ndarray, thickness: float) -> np.ndarray:
    """Mean over slabs: (slabs, length), each row the share of a slab that every sample fills.

    Args:
        places: middles of the slabs, in sample edges.
        thickness: of a slab, in samples.
    """
    edges = np.arange(length + 1)
    low, high = places[:, None] - thickness / 2, places[:, None] + thickness / 2
    overlap = np.minimum(edges[1:], high) - np.maximum(edges[:-1], low)
    return np.clip(overlap, 0.0, None) / thickness
