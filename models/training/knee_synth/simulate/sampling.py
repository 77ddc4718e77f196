"""Samples the reference knee's fields at the places a picture asks for, for every moving part.

A picture is a lattice of person points. The lattice is given coarsely and refined linearly, because
deformation and poses are smooth; only the part of the lattice near a structure is sampled.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import torch

from .field import Field

Box = tuple[slice, slice, slice]


@dataclass(frozen=True)
class Lattice:
    """Person points (A', R', C', 3) of the coarse lattice; refinement factor of each axis."""

    points: torch.Tensor
    stride: tuple[int, int, int]

    @property
    def shape(self) -> tuple[int, int, int]:
        """Shape of the refined lattice."""
        return tuple(
            (n - 1) * s + 1 for n, s in zip(self.points.shape[:3], self.stride, strict=True)
        )


def coarse_axis(count: int, stride: int, first: float, spacing: float) -> np.ndarray:
    """Every `stride`-th of `count` coordinates; raises ValueError where the last is left out."""
    if (count - 1) % stride:
        raise ValueError(f"{count} samples cannot be refined from steps of {stride}")
    return first + spacing * stride * np.arange((count - 1) // stride + 1)


@cache
def _weights(count: int, stride: int) -> torch.Tensor:
    """Linear interpolation from `count` knots to every step of a stride, (fine, count)."""
    place = torch.arange((count - 1) * stride + 1) / stride
    return (1 - (place[:, None] - torch.arange(count)).abs()).clamp(min=0.0)


def refine(coarse: torch.Tensor, stride: tuple[int, int, int]) -> torch.Tensor:
    """Linear refinement of (A', R', C', channels); the result is contiguous.

    One small matrix product an axis, the longest last: several times faster than resampling.
    """
    fine = coarse
    for axis in (2, 1, 0):
        if stride[axis] > 1:
            weights = _weights(fine.shape[axis], stride[axis])
            fine = torch.tensordot(weights, fine, dims=([1], [axis])).movedim(0, axis)
    return fine.contiguous()


class Part:
    """Reference coordinates of a lattice as one moving part sees them."""

    def __init__(self, coarse: torch.Tensor, stride: tuple[int, int, int]) -> None:
        self._coarse = coarse
        self._stride = stride

    def whole(self) -> Patch:
        """All of the lattice."""
        return Patch((0, 0, 0), self._coarse, self._stride)

    @cached_property
    def _cells(self) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """Smallest and largest coordinate in each coarse cell, axis by axis."""
        return [
            (
                -torch.nn.functional.max_pool3d(-values[None, None], 2, 1)[0, 0],
                torch.nn.functional.max_pool3d(values[None, None], 2, 1)[0, 0],
            )
            for values in self._coarse.unbind(-1)
        ]

    def patch(self, low: np.ndarray, high: np.ndarray) -> Patch | None:
        """The part of the lattice that covers a reference box (mm); None when out of sight."""
        inside = torch.ones([n - 1 for n in self._coarse.shape[:3]], dtype=torch.bool)
        # A coarse cell is kept when its own bounding box meets the asked one.
        for axis, (bottom, top) in enumerate(self._cells):
            inside &= (top >= float(low[axis])) & (bottom <= float(high[axis]))
        cells = torch.nonzero(inside)
        if len(cells) == 0:
            return None
        first, last = cells.min(0).values.tolist(), (cells.max(0).values + 1).tolist()
        return Patch(
            tuple(first),
            self._coarse[tuple(slice(f, e + 1) for f, e in zip(first, last, strict=True))],
            self._stride,
        )


class Patch:
    """A box of the refined lattice, with the reference coordinates in it."""

    def __init__(
        self, first: tuple[int, ...], coarse: torch.Tensor, stride: tuple[int, int, int]
    ) -> None:
        self.coarse = coarse
        self._stride = stride
        self.start = tuple(f * s for f, s in zip(first, stride, strict=True))
        self.shape = tuple((n - 1) * s + 1 for n, s in zip(coarse.shape[:3], stride, strict=True))
        self.box: Box = tuple(slice(f, f + n) for f, n in zip(self.start, self.shape, strict=True))

    @cached_property
    def points(self) -> torch.Tensor:
        """Reference coordinates (A, R, C, 3)."""
        return refine(self.coarse, self._stride)

    def spread(self, coarse: torch.Tensor) -> torch.Tensor:
        """Values (A', R', C') given at the coarse points, refined linearly."""
        return refine(coarse[..., None], self._stride)[..., 0]

    def sample(
        self, field: Field, shift: tuple[float, float, float] = (0.0, 0.0, 0.0)
    ) -> torch.Tensor:
        """Values of a field that is moved by `shift` (reference mm)."""
        unit = field.unit(self.coarse - torch.tensor(shift)).flip(-1)
        return field.at_unit(refine(unit, self._stride))

    def sample_smooth(self, field: Field, step: int) -> torch.Tensor:
        """Values of a smooth field, sampled at every `step`-th row and column."""
        a, r, c = self._stride
        if r % step or c % step:
            raise ValueError(f"strides {self._stride} cannot be refined by {step}")
        unit = field.unit(self.coarse).flip(-1)
        sparse = field.at_unit(refine(unit, (a, r // step, c // step)))
        return refine(sparse[..., None], (1, step, step))[..., 0]

    def within(self, other: Patch) -> tuple[Box, Box] | None:
        """Where two patches meet, in this one's indices and in the other's; None if nowhere."""
        low = [max(a, b) for a, b in zip(self.start, other.start, strict=True)]
        high = [
            min(a + n, b + m)
            for a, n, b, m in zip(self.start, self.shape, other.start, other.shape, strict=True)
        ]
        if any(h <= b for b, h in zip(low, high, strict=True)):
            return None
        mine = tuple(slice(b - s, h - s) for b, h, s in zip(low, high, self.start, strict=True))
        theirs = tuple(slice(b - s, h - s) for b, h, s in zip(low, high, other.start, strict=True))
        return mine, theirs
