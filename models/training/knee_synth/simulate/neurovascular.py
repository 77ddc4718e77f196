"""The popliteal artery, vein and tibial nerve in their sheath of fat."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import PchipInterpolator

from .field import Field, Grid
from .soft_tissue import tube

#: The bundle's way, (anterior, inferior, left) mm: from the inner side behind the femur through the
#: middle of the popliteal fossa, behind the capsule and the popliteus, to the deep calf.
WAY_MM = (
    (-16.0, -150.0, 12.0), (-22.0, -100.0, 8.0), (-30.0, -60.0, 2.0), (-34.0, -30.0, -2.0),
    (-35.0, 0.0, -5.0), (-33.0, 20.0, -6.0), (-27.0, 45.0, -5.0), (-24.0, 75.0, -4.0),
    (-22.0, 150.0, -2.0),
)  # fmt: skip
#: Fat around the bundle, mm.
SHEATH_MM = 2.5


def bundle(grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Distance fields of artery and vein together, and of the tibial nerve.

    From the joint's side outwards: artery, vein behind it and more lateral, nerve behind both.
    """
    way = np.array(WAY_MM)
    rows = np.arange(way[0, 1], way[-1, 1] + 1, 5.0)
    ahead, left = PchipInterpolator(way[:, 1], way[:, [0, 2]])(rows).T
    path = np.stack([ahead, rows, left], 1)

    def along(forward: float, inward: float, radius: float) -> np.ndarray:
        moved = [tuple(p) for p in path + np.array([forward, 0.0, inward])]
        return tube(grid, moved, [radius] * len(moved), radius)

    vessels = np.minimum(along(2.0, 2.0, 2.8), along(-4.0, -2.5, 3.6))
    return vessels, along(-9.5, -5.0, 2.2)


def sheathed(muscle: Field, vessels: np.ndarray, nerve: np.ndarray) -> Field:
    """Muscles that leave the bundle room in a sheath of fat; all on the muscles' grid."""
    room = SHEATH_MM - np.minimum(vessels, nerve)
    return Field.of(muscle.grid, np.maximum(muscle.values.numpy(), room))
