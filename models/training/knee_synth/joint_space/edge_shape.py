"""How edges run: mean and principal components of both edges in both compartments."""

import numpy as np

from knee_synth.joint_space.places import (
    BEARING_MM,
    NARROW_COUNTS,
    NARROW_MM,
    TRUTH_PLACES,
    draw_shifts_mm,
    shifted,
)

MODES = 20
#: How often a knee is taken, each time shifted sideways as a proposed region may be.
_SHIFTS = 4


def edge_shape(edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean (108,) and principal components (20, 108) of edges (knees, 2, 2, truth places), each
    component as long as its standard deviation. Knees with a worn compartment count several times.

    Raises:
        ValueError: there are too few knees for as many components.
    """
    if _SHIFTS * len(edges) < MODES:
        raise ValueError(f"{len(edges)} knees do not give {MODES} components")
    rng = np.random.default_rng(2)
    bearing = np.abs(TRUTH_PLACES - np.mean(BEARING_MM)) <= np.ptp(BEARING_MM) / 2
    least = (edges[:, :, 1] - edges[:, :, 0])[..., bearing].min((1, 2))
    edges = np.repeat(edges, np.where(least < NARROW_MM, NARROW_COUNTS, 1), axis=0)
    many = np.concatenate(
        [shifted(edges, draw_shifts_mm(rng, len(edges))) for _ in range(_SHIFTS)]
    ).reshape(_SHIFTS * len(edges), -1)
    mean = many.mean(0)
    _, spread, modes = np.linalg.svd(many - mean, full_matrices=False)
    return mean, (modes * spread[:, None] / np.sqrt(len(many)))[:MODES]
