"""Scalar fields on regular grids, in the knee frame.

The knee frame has its origin at the joint centre and three axes in this order, all in mm:
`anterior` (slices run posterior to anterior), `inferior` (rows run superior to inferior) and
`left` (columns run from the patient's right to left; medial of a right knee). An array index
[i, j, k] of a volume therefore grows along the same three axes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from scipy import ndimage
from skimage.measure import marching_cubes

CLIP_MM = 14.0


@dataclass(frozen=True)
class Grid:
    """Regular grid: centre of voxel [0, 0, 0] in mm, isotropic spacing in mm, shape."""

    origin: tuple[float, float, float]
    spacing: float
    shape: tuple[int, int, int]

    @staticmethod
    def covering(low, high, spacing: float) -> Grid:
        """Smallest grid of the spacing whose voxel centres reach from low to high (mm)."""
        low = np.asarray(low, float)
        count = np.ceil((np.asarray(high, float) - low) / spacing).astype(int) + 1
        return Grid(tuple(map(float, low)), float(spacing), tuple(map(int, count)))

    def axes(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Coordinates along the three axes, shaped to broadcast against each other."""
        lines = [
            o + self.spacing * np.arange(n) for o, n in zip(self.origin, self.shape, strict=True)
        ]
        return lines[0][:, None, None], lines[1][None, :, None], lines[2][None, None, :]

    def points(self) -> np.ndarray:
        """Voxel centres, float32 (A, R, C, 3)."""
        a, r, c = self.axes()
        full = np.broadcast_arrays(a, r, c)
        return np.stack(full, axis=-1).astype(np.float32)


@dataclass(frozen=True)
class Field:
    """Samples of a scalar (mostly a signed distance in mm, negative inside) on a grid."""

    grid: Grid
    values: torch.Tensor

    @staticmethod
    def of(grid: Grid, values: np.ndarray) -> Field:
        return Field(grid, torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32)))

    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """First and last voxel centre, mm."""
        low = np.array(self.grid.origin)
        return low, low + self.grid.spacing * (np.array(self.grid.shape) - 1)

    def unit(self, points: torch.Tensor) -> torch.Tensor:
        """Points (..., 3) in mm to the grid's own range -1 to 1."""
        low = torch.tensor(self.grid.origin, dtype=points.dtype)
        size = torch.tensor(self.grid.shape, dtype=points.dtype) - 1
        return (points - low) * (2.0 / (self.grid.spacing * size)) - 1.0

    def at_unit(self, flipped: torch.Tensor) -> torch.Tensor:
        """Trilinear values at (A, R, C, 3) of `unit`, axes flipped; beyond the grid its border."""
        return torch.nn.functional.grid_sample(
            self.values[None, None],
            flipped[None],
            mode="bilinear",
            padding_mode="border",
            align_corners=True,
        )[0, 0]

    def sample(self, points: torch.Tensor) -> torch.Tensor:
        """Trilinear values at `points` (..., 3) in mm; beyond the grid its border value."""
        return self.at_unit(self.unit(points).flip(-1).reshape(1, 1, -1, 3)).reshape(
            points.shape[:-1]
        )


def signed_distance(mask: np.ndarray, spacing: float, smooth: float = 0.8) -> np.ndarray:
    """Signed distance (mm, negative inside, clipped to +-CLIP_MM) of a binary mask.

    `smooth` is the standard deviation, in voxels, of the Gaussian that removes voxel steps.
    """
    if not mask.any():
        return np.full(mask.shape, CLIP_MM, np.float32)
    outside = ndimage.distance_transform_edt(~mask) - 0.5
    inside = ndimage.distance_transform_edt(mask) - 0.5
    distance = np.where(mask, -inside, outside).astype(np.float32) * spacing
    if smooth:
        distance = ndimage.gaussian_filter(distance, smooth)
    return np.clip(distance, -CLIP_MM, CLIP_MM)


def crop_to_shape(field: Field, margin: float = 12.0) -> Field:
    """The part of a distance field within `margin` mm of the shape, to sample fewer points."""
    inside = np.argwhere(field.values.numpy() < 0)
    if len(inside) == 0:
        raise ValueError("the field holds no shape (no negative distance)")
    pad = int(np.ceil(margin / field.grid.spacing))
    low = np.maximum(inside.min(0) - pad, 0)
    high = np.minimum(inside.max(0) + pad + 1, field.grid.shape)
    part = field.values[low[0] : high[0], low[1] : high[1], low[2] : high[2]].contiguous()
    origin = np.array(field.grid.origin) + low * field.grid.spacing
    return Field(Grid(tuple(map(float, origin)), field.grid.spacing, tuple(part.shape)), part)


def surface_points(field: Field, step: int = 1) -> np.ndarray:
    """Points (N, 3), mm, where a distance field is zero."""
    vertices = marching_cubes(field.values.numpy(), 0.0, step_size=step)[0]
    return vertices * field.grid.spacing + np.array(field.grid.origin)
