"""Soft tissue of the reference knee: muscles with septa, tendons, vessels and the leg's outline."""

from __future__ import annotations

import numpy as np
from scipy import ndimage
from skimage.morphology import convex_hull_image

from .field import CLIP_MM, Field, Grid, signed_distance

#: How far, in mm, a muscle is let grow into the gaps that the meshes leave between them.
MUSCLE_FILL_MM = 3.0
WAIST_MM = 220.0


def muscles(masks: list[np.ndarray], grid: Grid) -> tuple[Field, Field]:
    """Distance fields of all muscles together and of the septa between them.

    The septum's field is the distance to the surface where two muscles are equally near.
    """
    first = np.full(grid.shape, np.inf, np.float32)
    second = np.full(grid.shape, np.inf, np.float32)
    for mask in masks:
        if not mask.any():
            continue
        distance = signed_distance(mask, grid.spacing, smooth=1.0)
        second = np.minimum(second, np.maximum(first, distance))
        first = np.minimum(first, distance)
    septum = np.clip((second - first) / 2, 0, CLIP_MM)
    return Field.of(grid, first - MUSCLE_FILL_MM * 0.5), Field.of(grid, septum)


def leg_outline(solid: np.ndarray, grid: Grid) -> Field:
    """Smooth outline of muscle and bone: the convex hull of each cross-section, smoothed along
    the leg.

    Hollows shorter than `WAIST_MM`, such as the hollow of the knee, are bridged.
    """
    length = int(WAIST_MM / grid.spacing)
    padded = np.pad(solid, ((0, 0), (length, length), (0, 0)), mode="edge")
    bridged = ndimage.maximum_filter1d(padded.view(np.uint8), length, axis=1)
    bridged = ndimage.minimum_filter1d(bridged, length, axis=1)[:, length:-length].astype(bool)
    hull = np.zeros_like(solid)
    for row in range(grid.shape[1]):
        if bridged[:, row].sum() > 8:
            hull[:, row] = convex_hull_image(bridged[:, row])
    outside = ndimage.distance_transform_edt(~hull)
    inside = ndimage.distance_transform_edt(hull)
    distance = ((outside - inside) * grid.spacing).astype(np.float32)
    smooth = ndimage.gaussian_filter(distance, np.array([4.0, 14.0, 4.0]) / grid.spacing)
    return Field.of(grid, smooth)


def tube(
    grid: Grid, path: list[tuple[float, float, float]], half_width: list[float], half_depth: float
) -> np.ndarray:
    """Distance field of a flat band along a polyline that runs mainly along the leg.

    `path` holds (anterior, inferior, left) points in mm with rising `inferior`; the half-width
    (left-right)
    is given at each point, the half-depth (front-back) is constant. Ends are rounded off.
    """
    a, r, c = grid.axes()
    points = np.asarray(path, float)
    rows = r[0, :, 0]
    centre_a = np.interp(rows, points[:, 1], points[:, 0])[None, :, None]
    centre_c = np.interp(rows, points[:, 1], points[:, 2])[None, :, None]
    width = np.interp(rows, points[:, 1], half_width)[None, :, None]
    beyond = np.maximum(0, np.maximum(points[0, 1] - r, r - points[-1, 1]))
    radial = np.sqrt(((a - centre_a) / half_depth) ** 2 + ((c - centre_c) / width) ** 2)
    scale = np.minimum(half_depth, width)
    flat = (radial - 1) * scale
    return np.clip(np.hypot(np.maximum(flat, 0), beyond) + np.minimum(flat, 0), -CLIP_MM, CLIP_MM)


def patellar_and_quadriceps_tendon(
    grid: Grid, patella: np.ndarray, tubercle: tuple[float, float, float]
) -> np.ndarray:
    """Distance field of both tendons.

    `patella` holds points of its surface (N, 3), `tubercle` is where the patellar tendon
    inserts; mm.
    """
    apex = patella[patella[:, 1].argmax()]
    base = patella[patella[:, 1].argmin()]
    front = np.quantile(patella[:, 0], 0.8)
    middle = float(patella[:, 2].mean())
    patellar = tube(
        grid,
        [(front - 3, apex[1] - 8, middle), (apex[0] + 1, apex[1] + 2, middle), tubercle],
        [15.0, 13.0, 11.0],
        2.8,
    )
    quadriceps = tube(
        grid,
        [
            (base[0] - 8, base[1] - 70, middle - 2),
            (base[0] + 1, base[1] - 2, middle),
            (front - 2, base[1] + 8, middle),
        ],
        [9.0, 17.0, 18.0],
        3.4,
    )
    return np.minimum(patellar, quadriceps)


def iliotibial_band(grid: Grid, tibia: np.ndarray) -> np.ndarray:
    """Distance field of the iliotibial band, a flat strip from Gerdy's tubercle up the thigh's
    outer side.

    `tibia` is the tibia's distance field; the tubercle is its most lateral front point below the
    joint.
    """
    a, r, c = np.broadcast_arrays(*grid.axes())
    near = (tibia < 0) & (r > 12) & (r < 18) & (a > 8) & (a < 20)
    lateral = float(c[near].min())
    path = [
        (2.0, -130.0, lateral - 22),
        (6.0, -50.0, lateral - 11),
        (10.0, -15.0, lateral - 7),
        (14.0, 14.0, lateral - 1),
    ]
    turned = [(p[2], p[1], p[0]) for p in path]
    swapped = Grid(grid.origin[::-1], grid.spacing, grid.shape[::-1])
    return tube(swapped, turned, [14.0, 13.0, 11.0, 8.0], 1.2).transpose(2, 1, 0)
