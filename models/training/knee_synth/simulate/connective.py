"""Connective tissue of the reference knee: patellar retinacula and the infrapatellar fat pad."""

from __future__ import annotations

import numpy as np

from .field import CLIP_MM, Field, Grid
from .soft_tissue import tube

#: Half-height and half-depth (mm) of a retinaculum's sheet, and how far it keeps off the femur.
RETINACULUM_MM = (13.0, 1.3)
CLEARANCE_MM = 2.5


def patellar_retinacula(grid: Grid, femur: np.ndarray, patella: np.ndarray) -> np.ndarray:
    """Distance field of the medial and lateral retinaculum.

    Each is a thin sheet from the patella's margin over the edge of the trochlea to the side of the
    condyle. `femur` is the femur's distance field on the grid, `patella` holds points of the
    patella's surface (N, 3), mm.
    """
    turned = Grid(
        (grid.origin[0], grid.origin[2], grid.origin[1]),
        grid.spacing,
        (grid.shape[0], grid.shape[2], grid.shape[1]),
    )
    a, r, c = np.broadcast_arrays(*grid.axes())
    row = float(patella[:, 1].mean())
    side = (femur < 0) & (np.abs(a - 6.0) < 4) & (np.abs(r - row - 6) < 6)
    nearest = np.full(grid.shape, CLIP_MM, np.float32)
    for sign in (1.0, -1.0):
        margin = patella[(patella[:, 2] * sign).argmax()]
        flank = float((c[side] * sign).max()) + CLEARANCE_MM
        start, end = np.array([margin[0] + 1, margin[2] * sign]), np.array([6.0, flank])
        bulge = (start + end) / 2 + np.array([5.0, 3.0])
        path = [(p[0], p[1] * sign, height) for p, height in _heights(start, bulge, end, row)]
        sheet = tube(
            turned, path if sign > 0 else path[::-1], [RETINACULUM_MM[0]] * 3, RETINACULUM_MM[1]
        )
        nearest = np.minimum(nearest, sheet.transpose(0, 2, 1))
    return nearest


def _heights(start, bulge, end, row: float):
    return zip((start, bulge, end), (row, row + 3, row + 6), strict=True)


def fat_pad(
    grid: Grid,
    bones: dict[str, np.ndarray],
    patella: np.ndarray,
    tubercle: tuple[float, float, float],
) -> Field:
    """Hoffa's pad: what lies between patella, patellar tendon, femur and tibia.

    `bones` holds the distance fields on the grid of the femur, tibia and patella with their
    cartilage, `patella` points of the patella's surface (N, 3), `tubercle` the place where the
    tendon inserts; mm. The field is a signed distance near the pad's surface.
    """
    apex = patella[patella[:, 1].argmax()]
    middle = float(patella[:, 2].mean())
    a, r, c = grid.axes()
    rows = (apex[1] - 14, apex[1] + 2, tubercle[1])
    tendon = np.interp(r, rows, (apex[0] - 2, apex[0] - 3, tubercle[0] - 4))
    half_width = np.interp(r, (apex[1] - 14, apex[1] + 14, tubercle[1]), (14.0, 24.0, 7.0))
    pad = np.maximum(a - tendon, 12.0 - a)
    pad = np.maximum(pad, np.abs(c - middle) - half_width)
    pad = np.maximum(pad, np.maximum(rows[0] - r, r - (tubercle[1] - 5)))
    for distance in bones.values():
        pad = np.maximum(pad, 1.0 - distance)
    return Field.of(grid, np.clip(pad, -CLIP_MM, CLIP_MM))
