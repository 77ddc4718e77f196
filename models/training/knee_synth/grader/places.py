"""Where in the radiograph's region each reading is looked for at first."""

import numpy as np

from knee_synth.geometry import REGION_MM
from knee_synth.readings import READINGS

# Millimetres from the joint centre of a right knee, as films are shown: to the right is medial,
# down is distal. By the first letters of a variable; rough, training moves them.
_JOINT_LINE = {"XRJS": (22.0, 0.0), "XRCH": (25.0, 0.0)}
_AT_MARGIN_MM, _WITHIN_MM = 36.0, 22.0
_ABOVE_MM, _BELOW_MM = -9.0, 8.0
_SPREAD_MM, _WHOLE_JOINT_MM = 12.0, 35.0


def place_of(name: str) -> tuple[float, float, float]:
    """Right, down and spread (standard deviation) in millimetres of a variable's place."""
    if name == "XRKL":
        return 0.0, 0.0, _WHOLE_JOINT_MM
    side = 1 if name.endswith("M") else -1
    if name[:4] in _JOINT_LINE:
        right, down = _JOINT_LINE[name[:4]]
    else:
        right = _AT_MARGIN_MM if name.startswith("XROS") else _WITHIN_MM
        down = _ABOVE_MM if name[4] == "F" else _BELOW_MM
    return side * right, down, _SPREAD_MM


def first_attention(grid: int) -> np.ndarray:
    """Logarithms of Gaussian weights around the variables' places.

    Args:
        grid: cells of the region a side.

    Returns:
        float32 [19, grid * grid], rows from superior to inferior.
    """
    centres = ((np.arange(grid) + 0.5) / grid - 0.5) * REGION_MM
    down, right = np.meshgrid(centres, centres, indexing="ij")
    places = [place_of(reading.name) for reading in READINGS]
    squares = [((right - x) ** 2 + (down - y) ** 2) / s**2 for x, y, s in places]
    return (-0.5 * np.stack(squares)).reshape(len(READINGS), -1).astype(np.float32)
