"""Where a reading's lesion belongs: windows around the four corners of the joint.

A corner is a bone (F femur, T tibia) and a side (M medial, L lateral), as in the readings' names.
Osteophytes grow at the joint margin, the outer end of the bone's joint surface; cysts and sclerosis
lie beneath the weight-bearing surface in the middle of the compartment.
"""

from dataclasses import dataclass

import numpy as np

from knee_synth.geometry import SLICE_PIXEL_MM
from knee_synth.simulate.labels import Tissue

CORNERS = ("FM", "FL", "TM", "TL")
BONE = {"F": Tissue.FEMUR, "T": Tissue.TIBIA}
#: Half the window's height and width, mm: neighbouring windows do not meet.
HALF_WINDOW_MM = (4.5, 8.0)
#: How far within the bone from its joint surface, mm: margin and subchondral places.
WITHIN_MM = {"margin": 5.5, "subchondral": 6.5}
#: Part of the way from the middle to the outer margin at which a compartment is loaded.
_LOADED = 0.55
_COMMON = 0.5
_BODY_GREY = 0.08


@dataclass(frozen=True)
class Window:
    """Rows and columns of a slice, the end excluded."""

    rows: tuple[int, int]
    columns: tuple[int, int]

    def of(self, slices: np.ndarray) -> np.ndarray:
        """The part of slices (..., rows, columns) in the window."""
        return slices[..., slice(*self.rows), slice(*self.columns)]


def corner_windows(labels: np.ndarray, place: str) -> dict[str, Window]:
    """The four corners' windows on the slices in which the joint is loaded.

    Args:
        labels: tissue classes of those slices, uint8 (n, 256, 256); medial at larger columns.
        place: `margin` or `subchondral`.

    Returns:
        windows by corner; a corner without bone in at least half of the slices has none.
    """
    windows = {}
    for corner in CORNERS:
        centre = _corner_centre(labels, corner[0], corner[1], place)
        if centre is not None:
            windows[corner] = _window(centre, labels.shape[1:])
    return windows


def lesion_change(
    low: np.ndarray, high: np.ndarray, windows: dict[str, Window], corner: str
) -> dict[str, float]:
    """Grey-level change between slices of a low and a high grade, in a corner and elsewhere.

    Args:
        low, high: float (n, 256, 256) in [0, 1].
        windows: of all corners that there are, `corner` among them.

    Returns:
        Mean absolute difference in the `own` window, in the other windows (`others`, their mean)
        and in the rest of the body (`rest`); the mean `signed` difference in the own window; and
        `own_is_largest`, 1 or 0.
    """
    signed = high.astype(np.float64) - low
    change = np.abs(signed)
    inside = np.zeros(change.shape[1:], dtype=bool)
    means = {}
    for name, window in windows.items():
        window.of(inside)[...] = True
        means[name] = float(window.of(change).mean())
    others = [value for name, value in means.items() if name != corner]
    body = (np.maximum(low, high) > _BODY_GREY) & ~inside
    return {
        "own": means[corner],
        "others": float(np.mean(others)) if others else 0.0,
        "rest": float(change[body].mean()) if body.any() else 0.0,
        "signed": float(windows[corner].of(signed).mean()),
        "own_is_largest": float(means[corner] >= max(means.values())),
    }


def bone_growth_mm2(
    low: np.ndarray, high: np.ndarray, windows: dict[str, Window], corner: str
) -> dict[str, float]:
    """Growth of the bones' area a slice (mm2) between labels of a low and a high grade.

    Returns:
        `own`: of the corner's bone in its window; `others`: mean over the other corners.
    """
    growth = {}
    for name, window in windows.items():
        bone = BONE[name[0]]
        pixels = np.count_nonzero(window.of(high) == bone) - np.count_nonzero(
            window.of(low) == bone
        )
        growth[name] = pixels * SLICE_PIXEL_MM**2 / len(low)
    others = [value for name, value in growth.items() if name != corner]
    return {"own": growth[corner], "others": float(np.mean(others)) if others else 0.0}


def _corner_centre(
    labels: np.ndarray, bone: str, side: str, place: str
) -> tuple[float, float] | None:
    """Row and column of a corner, None where there is no bone."""
    common = (labels == BONE[bone]).mean(axis=0) >= _COMMON
    rows, columns = labels.shape[1:]
    middle = columns // 2
    half = common[:, middle:] if side == "M" else common[:, middle - 1 :: -1]
    within = WITHIN_MM[place] / SLICE_PIXEL_MM
    reach = round(20 / SLICE_PIXEL_MM)
    # The half's columns count outwards from the middle; near the joint lie the last 20 mm of bone.
    filled = np.flatnonzero(half.any(axis=1))
    if not len(filled):
        return None
    near = half.copy()
    if bone == "F":
        near[: max(0, filled[-1] - reach)] = False
    else:
        near[filled[0] + reach :] = False
    outer = int(np.flatnonzero(near.any(axis=0))[-1])
    across = outer if place == "margin" else round(_LOADED * outer)
    # Read the surface a little inside the outer end, where the margin is not yet rounded off.
    surface_columns = near[:, max(0, min(across, outer - 8) - 4) : min(across, outer - 8) + 5]
    surface = np.flatnonzero(surface_columns.any(axis=1))
    if not len(surface):
        return None
    row = surface[-1] - within if bone == "F" else surface[0] + within
    return float(row), float(middle + across if side == "M" else middle - 1 - across)


def _window(centre: tuple[float, float], shape: tuple[int, ...]) -> Window:
    bounds = []
    for middle, half_mm, length in zip(centre, HALF_WINDOW_MM, shape, strict=True):
        half = half_mm / SLICE_PIXEL_MM
        low = int(np.clip(round(middle - half), 0, length - 1))
        bounds.append((low, int(np.clip(round(middle + half), low + 1, length))))
    return Window(bounds[0], bounds[1])
