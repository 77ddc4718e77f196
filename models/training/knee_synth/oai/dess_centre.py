"""Finds the joint centre in a DESS volume: a coarse picture of it is compared with an average knee.

The comparison is that of the films (local contrast, weighted correlation), in three dimensions and
at several sizes, for a right knee and its mirror image; so it also tells which knee it is.
"""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from knee_synth.oai.dess_volume import DessVolume
from knee_synth.oai.errors import UnusableImageError
from knee_synth.oai.local_contrast import local_contrast
from knee_synth.oai.template import dess_template
from knee_synth.oai.template_match import Match, best_matches

GRID_MM = 4.0
CONTRAST_SIGMA_MM = 12.0
_SCALES = (0.88, 0.94, 1.0, 1.06, 1.12)
_APART_MM = 30.0
#: Scores of volumes without a knee lie below.
_NO_KNEE_SCORE = 0.32
#: A joint closer than this to the volume's ends (depth, rows, columns) is not shown whole.
_BORDER_MM = (25.0, 35.0, 28.0)
#: The volume contradicts a side only where it is this much more like the other.
_CLEAR_MARGIN = 0.05


@dataclass(frozen=True)
class DessCentre:
    """Joint centre in samples of the volume (depth, row, column), from the first sample's middle.

    `score` is the correlation with the average knee; `scale` the knee's size over the average's.
    """

    place: tuple[float, float, float]
    score: float
    scale: float


def find_dess_centre(volume: DessVolume, side: str) -> DessCentre:
    """The joint centre of a knee of the given side (`R` or `L`).

    Raises:
        UnusableImageError: nothing looks like a knee, or it looks like one of the other side.
    """
    grey, known, middle = on_grid(volume, GRID_MM)
    contrast = local_contrast(grey, known, CONTRAST_SIGMA_MM / GRID_MM)
    border = tuple(mm / GRID_MM for mm in _BORDER_MM)
    matches = best_matches(
        contrast, known, dess_template(), _SCALES, _APART_MM / GRID_MM, count=1, border=border
    )
    own = _of_side(matches, side == "L")
    other = _of_side(matches, side != "L")
    if own is None or max(own.score, other.score if other else 0.0) < _NO_KNEE_SCORE:
        raise UnusableImageError("no knee joint was found in the volume")
    if other is not None and other.score - own.score > _CLEAR_MARGIN:
        raise UnusableImageError(
            f"labelled as {_name(side)}, but by its shape it is the other knee"
        )
    samples = tuple(
        (at - centre) * GRID_MM / mm + (n - 1) / 2
        for at, centre, mm, n in zip(
            own.place, middle, volume.spacing_mm, volume.signal.shape, strict=True
        )
    )
    return DessCentre((samples[0], samples[1], samples[2]), own.score, own.scale)


def on_grid(
    volume: DessVolume, grid_mm: float
) -> tuple[np.ndarray, np.ndarray, tuple[int, int, int]]:
    """The volume averaged onto a coarse grid whose middle sample is the volume's middle.

    Returns:
        values, which of them lie in the volume, and the middle sample.
    """
    sigmas = [0.4 * grid_mm / mm for mm in volume.spacing_mm]
    smooth = ndimage.gaussian_filter(volume.signal, sigmas, mode="nearest")
    halves = [
        int((n - 1) / 2 * mm / grid_mm)
        for n, mm in zip(volume.signal.shape, volume.spacing_mm, strict=True)
    ]
    axes = [
        np.arange(-half, half + 1) * grid_mm / mm + (n - 1) / 2
        for half, n, mm in zip(halves, volume.signal.shape, volume.spacing_mm, strict=True)
    ]
    values = ndimage.map_coordinates(smooth, np.meshgrid(*axes, indexing="ij"), order=1)
    return values, np.ones(values.shape, dtype=bool), (halves[0], halves[1], halves[2])


def _of_side(matches: list[Match], mirrored: bool) -> Match | None:
    return next((match for match in matches if match.mirrored == mirrored), None)


def _name(side: str) -> str:
    return "a right knee" if side == "R" else "a left knee"
