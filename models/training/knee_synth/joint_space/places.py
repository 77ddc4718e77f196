"""Where bone edges are looked for, shared by all that makes the engine's model of them.

A place is a distance in mm beside the joint centre, the same number medial and lateral. Heights are
in mm below the joint centre.
"""

import numpy as np

#: As the engine's `jointPatch.ts` has them: distance of the patch's samples, reach beside the joint
#: centre and above and below it, and standard deviation of the smoothing along the joint line.
STEP_MM, HALF_WIDTH_MM, HALF_HEIGHT_MM, ALONG_MM = 0.4, 48.0, 25.0, 0.9
#: Samples of a profile above and below its middle.
PROFILE_HALF = 20
PROFILE = 2 * PROFILE_HALF + 1
#: Places of the model.
FIRST_MM, LAST_MM = 10, 36
PLACES = np.arange(FIRST_MM, LAST_MM + 1)
#: True edges are known a little further, so that they can be shifted.
TRUTH_PLACES = np.arange(8, 40)
#: Between these places the engine looks for the least width.
BEARING_MM = (20, 33)
#: A compartment that is narrower is worn.
NARROW_MM = 2.5
#: Worn compartments are few: their places, and their knees' shapes, count as often as this.
NARROW_COUNTS = 3
#: Standard deviation and reach of the sideways shifts of a proposed region.
SHIFT_MM, FARTHEST_SHIFT_MM = 2.5, 6.0


def patch_heights_mm() -> np.ndarray:
    """Heights (rows,) of the samples of a patch's column."""
    rows = int(2 * HALF_HEIGHT_MM / STEP_MM)
    return (np.arange(rows) + 0.5) * STEP_MM - HALF_HEIGHT_MM


def draw_shifts_mm(rng: np.random.Generator, count: int) -> np.ndarray:
    """Sideways shifts (count,) as proposed regions have them, mm."""
    return np.clip(rng.normal(0, SHIFT_MM, count), -FARTHEST_SHIFT_MM, FARTHEST_SHIFT_MM)


def shifted(edges: np.ndarray, shift_mm: np.ndarray) -> np.ndarray:
    """What belongs to places, as it is seen from a shifted centre.

    Args:
        edges: (knees, 2 compartments, ..., truth places).
        shift_mm: (knees,), mm towards the medial side.

    Returns:
        (knees, 2 compartments, ..., places), interpolated linearly.
    """
    out = np.empty((*edges.shape[:-1], len(PLACES)), edges.dtype)
    for knee, compartment in np.ndindex(edges.shape[:2]):
        places = PLACES + (shift_mm[knee] if compartment == 0 else -shift_mm[knee])
        for at in np.ndindex(edges.shape[2:-1]):
            whole = (knee, compartment, *at)
            out[whole] = np.interp(places, TRUTH_PLACES, edges[whole])
    return out
