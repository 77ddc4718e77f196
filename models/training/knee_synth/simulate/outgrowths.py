"""Local changes of a bone's surface: osteophytes that grow out of it, attrition that wears it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch

#: Half the extent of an osteophyte along the margin of the joint (front to back), mm.
MARGIN_REACH_MM = 13.0
#: How far an osteophyte is rooted in the bone, mm.
ROOT_MM = 3.0
#: Over which difference of distances an osteophyte runs smoothly into its bone, mm.
FILLET_MM = 2.0


class SurfaceChange(Protocol):
    """Something that moves a surface within its bounds; all in mm of the reference knee."""

    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """Opposite corners of the box beyond which nothing changes."""
        ...

    def apply(self, distance: torch.Tensor, points: torch.Tensor) -> torch.Tensor:
        """The changed signed distance (...) at `points` (..., 3)."""
        ...


@dataclass(frozen=True)
class Wear:
    """A hollow: depth (mm) at a place, a Gaussian with its own width along each axis."""

    centre: tuple[float, float, float]
    widths: tuple[float, float, float]
    depth: float

    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """The box beyond which less than a thirtieth of a millimetre is worn."""
        reach = 3.3 * np.array(self.widths)
        return np.array(self.centre) - reach, np.array(self.centre) + reach

    def at(self, points: torch.Tensor) -> torch.Tensor:
        """Depth (mm) at points (..., 3)."""
        offset = (points - torch.tensor(self.centre)) / torch.tensor(self.widths)
        return self.depth * torch.exp(-0.5 * (offset**2).sum(-1))

    def apply(self, distance: torch.Tensor, points: torch.Tensor) -> torch.Tensor:
        return distance + self.at(points)


@dataclass(frozen=True)
class Osteophyte:
    """A spur at the joint margin: an ellipsoid rooted in the bone's edge, bent away at its tip.

    `edge` is the place of the margin, `length` how far the tip stands out of it, `outward` +1
    (medial) or -1 (lateral), `bend` the height (mm, inferior) by which the tip is turned away.
    """

    edge: tuple[float, float, float]
    length: float
    outward: float
    bend: float

    @property
    def _radii(self) -> tuple[float, float, float]:
        return MARGIN_REACH_MM, 1.6 + 0.32 * self.length, self.length + ROOT_MM

    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        reach = np.array(self._radii) + np.array([0.0, abs(self.bend), 0.0]) + FILLET_MM
        return np.array(self.edge) - reach, np.array(self.edge) + reach

    def apply(self, distance: torch.Tensor, points: torch.Tensor) -> torch.Tensor:
        ahead, below, across = ((points[..., i] - self.edge[i]) for i in range(3))
        out = across * self.outward
        along = (out / self.length).clamp(0.0, 1.3)
        a, v, c = self._radii
        radial = torch.sqrt(
            (ahead / a) ** 2
            + ((below - self.bend * along**2) / v) ** 2
            + ((out + ROOT_MM) / c) ** 2
        )
        spur = (radial - 1) * min(v, c)
        # Smooth union (a circular fillet, approximated by a quadratic in the difference).
        near = (FILLET_MM - (distance - spur).abs()).clamp(min=0.0)
        return torch.minimum(distance, spur) - near**2 / (4 * FILLET_MM)
