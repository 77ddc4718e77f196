"""Lays another person's bone over the reference knee's and tells how their shapes differ.

First a similarity by iterated closest points, so that size and place are out; then a smooth
displacement, found by repeated closest points and Gaussian averaging with a narrowing width.
Only the shapes of the bone's end near the joint are compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

from .field import Grid
from .registration import similarity

#: Standard deviations (mm) of the averaging along (anterior, inferior, left), wide to narrow. A
#: difference that changes within a few slices cannot be told from a film, so it is averaged out.
WIDTHS_MM = ((26.0, 22.0, 22.0), (20.0, 15.0, 15.0), (16.0, 11.0, 11.0))
ROUNDS = 5
CELL_MM = 3.0
#: Share of a flat surface's density at which the displacement has fallen to half.
LOOSE = 0.06
SIMILARITY_STEPS = 60
TRIMMED = 0.95


@dataclass(frozen=True)
class BoneEnd:
    """What is compared of a bone: heights (mm, inferior) of its part near the joint.

    `anchor` is the part whose box gives the start of the registration; `upward` is where the
    shaft goes.
    """

    band: tuple[float, float]
    anchor_mm: float
    upward: bool


BONE_ENDS = {
    "femur": BoneEnd((-66.0, 20.0), 36.0, True),
    "tibia": BoneEnd((-20.0, 62.0), 36.0, False),
    "fibula": BoneEnd((-20.0, 60.0), 24.0, False),
    "patella": BoneEnd((-90.0, 90.0), 200.0, False),
}


@dataclass(frozen=True)
class BoneFit:
    """A person's bone against the reference.

    `points` (N, 3) are the bone's surface in the reference frame after the similarity, `to` (N, 3)
    how far from them the reference's own surface lies (smooth), `distances_mm` the medians of the
    distance of the surfaces after the similarity and after the displacement.
    """

    bone: str
    person: str
    grid: Grid
    displacement: np.ndarray
    points: np.ndarray
    distances_mm: tuple[float, float]


def _anchor_box(points: np.ndarray, end: BoneEnd) -> tuple[np.ndarray, float]:
    """Middle (3,) and left-to-right width of the joint's end of a bone."""
    rows = points[:, 1]
    near = rows > rows.max() - end.anchor_mm if end.upward else rows < rows.min() + end.anchor_mm
    low, high = points[near].min(0), points[near].max(0)
    return (low + high) / 2, float(high[2] - low[2])


def align(fixed: np.ndarray, moving: np.ndarray, end: BoneEnd) -> np.ndarray:
    """Moving surface points (N, 3) after the similarity that lays the bone's end over the fixed.

    Pairs are taken both ways, so that the scale cannot shrink; the farthest twentieth is left out.
    """
    rng = np.random.default_rng(0)
    (to, width), (start, own_width) = _anchor_box(fixed, end), _anchor_box(moving, end)
    placed = (moving - start) * (width / own_width) + to
    tree = cKDTree(fixed)
    for _ in range(SIMILARITY_STEPS):
        inside = np.flatnonzero((placed[:, 1] > end.band[0]) & (placed[:, 1] < end.band[1]))
        some = rng.choice(inside, min(2500, len(inside)), replace=False)
        low, high = placed[inside, 1].min() + 3, placed[inside, 1].max() - 3
        shared = np.flatnonzero((fixed[:, 1] > low) & (fixed[:, 1] < high))
        others = rng.choice(shared, min(2500, len(shared)), replace=False)
        there, at = tree.query(placed[some])
        back, back_at = cKDTree(placed).query(fixed[others])
        keep, keep_back = there <= np.quantile(there, TRIMMED), back <= np.quantile(back, TRIMMED)
        x = np.r_[placed[some][keep], placed[back_at][keep_back]]
        y = np.r_[fixed[at][keep], fixed[others][keep_back]]
        matrix = similarity(x - x.mean(0), y - y.mean(0))
        placed = (placed - x.mean(0)) @ matrix.T + y.mean(0)
    return placed


def density(grid: Grid, points: np.ndarray, width: tuple[float, ...], spread: float) -> np.ndarray:
    """Gaussian density of surface points, 1 on a flat surface with `spread` points a mm2."""
    sigma = np.array(width) / grid.spacing
    count = _deposit(grid, points, np.ones(len(points)))
    per_voxel = ndimage.gaussian_filter(count, sigma, mode="constant")
    # A flat surface across the narrow axes: spread / (sqrt(2 pi) width) points a mm3.
    flat = spread / (np.sqrt(2 * np.pi) * min(width)) * grid.spacing**3
    return per_voxel / flat


def _deposit(grid: Grid, points: np.ndarray, values: np.ndarray) -> np.ndarray:
    index = np.rint((points - np.array(grid.origin)) / grid.spacing).astype(int)
    inside = ((index >= 0) & (index < np.array(grid.shape))).all(1)
    total = np.zeros(grid.shape)
    np.add.at(total, tuple(index[inside].T), values[inside])
    return total


def sample_vectors(grid: Grid, vectors: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Trilinear values (N, 3) of vectors (3, A, R, C) at points (N, 3), zero beyond the grid."""
    at = ((points - np.array(grid.origin)) / grid.spacing).T
    return np.stack([ndimage.map_coordinates(v, at, order=1, cval=0.0) for v in vectors], 1)


def smooth_displacement(
    grid: Grid, points: np.ndarray, vectors: np.ndarray, width: tuple[float, ...], spread: float
) -> np.ndarray:
    """Gaussian average (3, A, R, C) of vectors given at surface points; fades away from them."""
    weight = density(grid, points, width, spread)
    sigma = np.array(width) / grid.spacing
    flat = spread / (np.sqrt(2 * np.pi) * min(width)) * grid.spacing**3
    sums = [
        ndimage.gaussian_filter(_deposit(grid, points, v), sigma, mode="constant") / flat
        for v in vectors.T
    ]
    return np.stack(sums) / (weight + LOOSE)


def fit_bone(
    bone: str, person: str, fixed: np.ndarray, moving: np.ndarray, low: np.ndarray, high: np.ndarray
) -> BoneFit:
    """Displacement from a person's bone to the reference's on a grid from `low` to `high` (mm).

    `fixed` and `moving` are surface points (N, 3), mm, in the axes of the knee frame.
    """
    end = BONE_ENDS[bone]
    placed = align(fixed, moving, end)
    points = placed[(placed[:, 1] > end.band[0]) & (placed[:, 1] < end.band[1])]
    points = even(points)
    spread = 1.0 / np.median(cKDTree(points).query(points, k=2)[0][:, 1]) ** 2
    grid = Grid.covering(low, high, CELL_MM)
    tree = cKDTree(fixed)
    before = float(np.median(tree.query(points)[0]))
    total = np.zeros((3, *grid.shape))
    for width in WIDTHS_MM:
        for _ in range(ROUNDS):
            now = points + sample_vectors(grid, total, points)
            missing = fixed[tree.query(now)[1]] - now
            total += smooth_displacement(grid, points, missing, width, spread)
    after = float(np.median(tree.query(points + sample_vectors(grid, total, points))[0]))
    return BoneFit(bone, person, grid, total, points, (before, after))


def even(points: np.ndarray, cell_mm: float = 1.5) -> np.ndarray:
    """One point of every occupied cell, so that finely meshed places do not weigh more."""
    cells = np.unique(np.floor(points / cell_mm).astype(int), axis=0, return_index=True)[1]
    return points[np.sort(cells)]
