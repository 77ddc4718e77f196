"""Samples the reference knee's fields at the places a picture asks for, for every moving part.

A picture is a lattice of person points. The lattice is given coarsely and refined linearly, because
deformation and poses are smooth; only the part of the lattice near a structure is sampled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from .field import Field

Box = tuple[slice, slice, slice]


@dataclass(frozen=True)
class Lattice:
    """Person points (A', R', C', 3) of the coarse lattice and the refinement factor of each axis."""

    points: torch.Tensor
    stride: tuple[int, int, int]

    @property
    def shape(self) -> tuple[int, int, int]:
        """Shape of the refined lattice."""
        return tuple((n - 1) * s + 1 for n, s in zip(self.points.shape[:3], self.stride))


def coarse_axis(count: int, stride: int, first: float, spacing: float) -> np.ndarray:
    """Every `stride`-th coordinate of a refined axis of `count` samples; (count - 1) divides by stride."""
    if (count - 1) % stride:
        raise ValueError(f'{count} samples cannot be refined from steps of {stride}')
    return first + spacing * stride * np.arange((count - 1) // stride + 1)


def refine(coarse: torch.Tensor, stride: tuple[int, int, int]) -> torch.Tensor:
    """Linear refinement of (A', R', C', 3)."""
    size = [(n - 1) * s + 1 for n, s in zip(coarse.shape[:3], stride)]
    fine = torch.nn.functional.interpolate(
        coarse.permute(3, 0, 1, 2)[None], size=size, mode='trilinear', align_corners=True
    )
    return fine[0].permute(1, 2, 3, 0)


class Part:
    """Reference coordinates of a lattice as one moving part sees them."""

    def __init__(self, coarse: torch.Tensor, stride: tuple[int, int, int]) -> None:
        self._coarse = coarse
        self._stride = stride

    def box(self, low: np.ndarray, high: np.ndarray) -> tuple[Box, torch.Tensor] | None:
        """Index box of the refined lattice that covers a reference box, and the coordinates in it."""
        lo = torch.tensor(low, dtype=torch.float32)
        hi = torch.tensor(high, dtype=torch.float32)
        # A coarse cell is kept when its own bounding box meets the asked one.
        inside = torch.ones([n - 1 for n in self._coarse.shape[:3]], dtype=torch.bool)
        for axis in range(3):
            values = self._coarse[..., axis][None, None]
            top = torch.nn.functional.max_pool3d(values, 2, 1)[0, 0]
            bottom = -torch.nn.functional.max_pool3d(-values, 2, 1)[0, 0]
            inside &= (top >= lo[axis]) & (bottom <= hi[axis])
        cells = torch.nonzero(inside)
        if len(cells) == 0:
            return None
        first, last = cells.min(0).values.tolist(), (cells.max(0).values + 1).tolist()
        coarse = self._coarse[tuple(slice(f, e + 1) for f, e in zip(first, last))]
        fine = refine(coarse, self._stride)
        box = tuple(slice(f * s, e * s + 1) for f, e, s in zip(first, last, self._stride))
        return box, fine

    def sample(self, field: Field) -> tuple[Box, torch.Tensor, torch.Tensor] | None:
        """(index box, reference coordinates there, values there) of a field, or None when out of sight."""
        found = self.box(*field.bounds())
        if found is None:
            return None
        box, points = found
        return box, points, field.sample(points)
