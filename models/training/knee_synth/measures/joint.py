"""Joint-space width and joint-line convergence angle, measured on a volume of tissue classes.

The same functions measure simulated knees and segmented synthetic ones, so both sides of a
comparison share one definition. A volume is uint8 (slices, rows, columns) of
`knee_synth.simulate.labels.Tissue` on the project's grid, in canonical right orientation: slice 0
the most posterior, medial at the larger columns, the joint centre in the middle.

Everything is measured in the weight-bearing part of a compartment: at most 12 mm in front of or
behind the joint centre and 10 to 32 mm beside it. There the distal edge of the femur and the
proximal edge of the tibia are known in each column of each slice; the mean of the middle half of
the values over 3 slices and 5 columns (6.6 mm x 2.7 mm) keeps single pixels out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.stats import trim_mean

from ..geometry import SLICE_PIXEL_MM, slice_depths_mm
from ..simulate.labels import Tissue

#: Reach of the weight-bearing part in front of and behind the joint centre, mm.
BEARING_DEPTH_MM = 12.0
#: Its nearest and farthest column beside the joint centre, mm.
BEARING_ACROSS_MM = (10.0, 32.0)
#: Slices and columns of the window that keeps single pixels out.
WINDOW = (3, 5)
#: Share of the columns, the most distal ones, to which a condyle's paraboloid is fitted.
CONDYLE_SHARE = 0.6
#: Columns (slice by column) that a compartment needs to be measured.
FEWEST_COLUMNS = 40


@dataclass(frozen=True)
class Compartment:
    """Edges of the bones in a compartment's weight-bearing part, mm, NaN where there is no bone.

    `femur` and `tibia` (slices, columns) are heights of the distal and the proximal edge, growing
    downwards; `across` (columns,) is the distance of each column from the middle, growing
    medially.
    """

    femur: np.ndarray
    tibia: np.ndarray
    across: np.ndarray

    def width_mm(self) -> float:
        """Smallest vertical distance between the bones, 0 or more; NaN where none is known."""
        gaps = self.tibia - self.femur
        if np.isfinite(gaps).sum() < FEWEST_COLUMNS:
            return float("nan")
        return float(max(0.0, np.nanmin(gaps)))

    def condyle(self) -> tuple[float, float]:
        """Place across and height of the femur's most distal point, mm; NaN where none is known.

        The apex of a parabola (across) fitted by least squares to the most distal columns, with
        a second one along depth, so that the height is finer than a pixel.
        """
        known = np.isfinite(self.femur)
        if known.sum() < FEWEST_COLUMNS:
            return float("nan"), float("nan")
        known &= self.femur >= np.quantile(self.femur[known], 1 - CONDYLE_SHARE)
        slices, columns = np.nonzero(known)
        depth = slices - (len(self.femur) - 1) / 2
        across = self.across[columns]
        terms = np.stack([np.ones_like(across), across, across**2, depth, depth**2], axis=1)
        fit = np.linalg.lstsq(terms, self.femur[known], rcond=None)[0]
        heights = terms @ fit
        apex = int(heights.argmax())
        if fit[2] < 0:
            best = float(np.clip(-fit[1] / (2 * fit[2]), across.min(), across.max()))
        else:
            best = float(across[apex])
        height = heights[apex] - fit[1] * across[apex] - fit[2] * across[apex] ** 2
        return best, float(height + fit[1] * best + fit[2] * best**2)

    def plateau(self) -> tuple[float, float]:
        """Place across and height of the tibial plateau, mm: mean of the middle half of heights,
        so that neither the spine nor an osteophyte counts; NaN where none is known."""
        known = np.isfinite(self.tibia)
        if known.sum() < FEWEST_COLUMNS:
            return float("nan"), float("nan")
        across = np.broadcast_to(self.across, self.tibia.shape)[known]
        return float(across.mean()), float(trim_mean(self.tibia[known], 0.25))


def joint_space_widths_mm(labels: np.ndarray) -> tuple[float, float]:
    """Medial and lateral joint-space width: smallest vertical bone distance, mm, 0 or more.

    Args:
        labels: tissue classes, uint8 (slices, 256, 256), see the module's text.

    Returns:
        (medial, lateral); NaN for a compartment in which bone is missing.

    Raises:
        ValueError: `labels` is no volume.
    """
    return compartment(labels, "M").width_mm(), compartment(labels, "L").width_mm()


def joint_line_convergence_deg(labels: np.ndarray) -> float:
    """Joint-line convergence angle in the coronal plane, degrees, positive opening laterally.

    The angle between the line through the most distal parts of both femoral condyles and the line
    through the medial and lateral tibial plateau.

    Args:
        labels: tissue classes, uint8 (slices, 256, 256), see the module's text.

    Returns:
        The angle; NaN where bone of a compartment is missing.

    Raises:
        ValueError: `labels` is no volume.
    """
    medial, lateral = compartment(labels, "M"), compartment(labels, "L")
    femur = _slope_deg(medial.condyle(), lateral.condyle())
    tibia = _slope_deg(medial.plateau(), lateral.plateau())
    return femur - tibia


def compartment(labels: np.ndarray, side: str) -> Compartment:
    """Edges of the bones in the medial (`M`) or lateral (`L`) compartment.

    Raises:
        ValueError: `labels` has not three axes, or `side` is neither.
    """
    if labels.ndim != 3:
        raise ValueError(f"a volume has slices, rows and columns, not shape {labels.shape}")
    if side not in ("M", "L"):
        raise ValueError(f"a compartment is M or L, not {side}")
    slices, rows, columns = labels.shape
    depth = np.abs(slice_depths_mm(slices)) <= BEARING_DEPTH_MM
    across = (np.arange(columns) - (columns - 1) / 2) * SLICE_PIXEL_MM
    beside = across if side == "M" else -across
    bearing = (beside >= BEARING_ACROSS_MM[0]) & (beside <= BEARING_ACROSS_MM[1])
    part = labels[depth][:, :, bearing]
    femur, tibia = part == Tissue.FEMUR, part == Tissue.TIBIA
    middle = (rows - 1) / 2
    # An edge lies half a pixel beyond the last pixel of the bone.
    distal = rows - 1 - np.argmax(femur[:, ::-1], axis=1) + 0.5 - middle
    proximal = np.argmax(tibia, axis=1) - 0.5 - middle
    return Compartment(
        _steady(np.where(femur.any(1), distal, np.nan) * SLICE_PIXEL_MM),
        _steady(np.where(tibia.any(1), proximal, np.nan) * SLICE_PIXEL_MM),
        across[bearing],
    )


def _steady(edge: np.ndarray) -> np.ndarray:
    """Mean of the middle half of the values in the window, which is finer than a pixel; NaN where
    no more than half of the window's columns are known."""
    margin = [(n // 2, n // 2) for n in WINDOW]
    padded = np.pad(edge, margin, constant_values=np.nan)
    windows = np.sort(sliding_window_view(padded, WINDOW).reshape(*edge.shape, -1), axis=-1)
    known = np.isfinite(windows).sum(-1, keepdims=True)  # NaN is sorted last
    rank = np.arange(windows.shape[-1])
    middle = (rank >= known // 4) & (rank < known - known // 4)
    total = np.where(middle, np.nan_to_num(windows), 0.0).sum(-1)
    enough = known[..., 0] > windows.shape[-1] // 2
    return np.where(enough, total / np.maximum(middle.sum(-1), 1), np.nan)


def _slope_deg(medial: tuple[float, float], lateral: tuple[float, float]) -> float:
    """Angle of the line from the lateral to the medial point (across, height), degrees."""
    return float(np.degrees(np.arctan2(medial[1] - lateral[1], medial[0] - lateral[0])))
