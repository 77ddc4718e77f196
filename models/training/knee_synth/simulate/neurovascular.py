"""The popliteal artery, vein and tibial nerve, led through the gap that muscles and bones leave."""

from __future__ import annotations

import numpy as np
from scipy import ndimage
from skimage.graph import route_through_array

from .field import Grid
from .soft_tissue import tube

#: Where the bundle enters behind the thigh's bone and leaves between the calf's muscles:
#: (anterior, inferior, left) mm.
ENTRY_MM = (-20.0, -140.0, 12.0)
EXIT_MM = (-22.0, 120.0, -2.0)
#: The box in which it may run, mm.
LOW_MM = (-48.0, -140.0, -16.0)
HIGH_MM = (-8.0, 120.0, 22.0)
#: Free space (mm) beyond which more is no better.
ROOMY_MM = 7.0


def popliteal_path(grid: Grid, solid: np.ndarray) -> np.ndarray:
    """Points (N, 3), mm, of a smooth way through the roomiest gaps, `inferior` rising.

    `solid` is the distance field (mm, negative inside) of everything it must pass by.
    """
    origin = np.array(grid.origin)
    low, high, start, end = (
        np.rint((np.array(p) - origin) / grid.spacing).astype(int)
        for p in (LOW_MM, HIGH_MM, ENTRY_MM, EXIT_MM)
    )
    box = tuple(slice(f, e + 1) for f, e in zip(low, high, strict=True))
    room = np.clip(solid[box], -5.0, ROOMY_MM)
    cost = np.exp(-room / 2.5) + 0.04
    route, _ = route_through_array(cost, start - low, end - low, geometric=True)
    points = (np.array(route) + low) * grid.spacing + origin
    rows = np.arange(LOW_MM[1], HIGH_MM[1] + 1, 4.0)
    order = np.argsort(points[:, 1], kind="stable")
    lines = [
        ndimage.gaussian_filter1d(np.interp(rows, points[order, 1], points[order, k]), 3.0)
        for k in (0, 2)
    ]
    return np.stack([lines[0], rows, lines[1]], 1)


def bundle(grid: Grid, path: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distance fields of artery and vein together, and of the tibial nerve.

    From the joint's side outwards: artery, vein behind it and more lateral, nerve behind both.
    """

    def along(ahead: float, left: float, radius: float) -> np.ndarray:
        moved = [tuple(p) for p in path + np.array([ahead, 0.0, left])]
        return tube(grid, moved, [radius] * len(moved), radius)

    vessels = np.minimum(along(1.5, 2.5, 2.8), along(-4.0, -2.5, 3.6))
    return vessels, along(-9.5, -5.0, 2.2)
