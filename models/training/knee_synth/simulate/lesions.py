"""How readings change the reference knee: local growth, loss and change of tissue.

All places are in mm of the reference knee; amounts grow with the grade. Osteophytes grow a
bone's surface at its
joint margin, attrition lowers the plateau, cartilage thins over the weight-bearing surface,
sclerosis and cysts
change the bone beneath it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from .atlas import Atlas
from .person import Person
from .pose import surface_points

OSTEOPHYTE_MM = (0.0, 2.4, 4.6, 7.2)
ATTRITION_MM = (0.0, 1.0, 2.0, 3.2)
SIGN = {"M": 1.0, "L": -1.0}


@dataclass(frozen=True)
class Bump:
    """A smooth outgrowth: amount (mm) at a place, a Gaussian with its own width along each axis."""

    centre: tuple[float, float, float]
    widths: tuple[float, float, float]
    amount: float

    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """The box beyond which less than a thirtieth of a millimetre is left."""
        reach = 3.3 * np.array(self.widths)
        return np.array(self.centre) - reach, np.array(self.centre) + reach

    def at(self, points: torch.Tensor) -> torch.Tensor:
        offset = (points - torch.tensor(self.centre)) / torch.tensor(self.widths)
        return self.amount * torch.exp(-0.5 * (offset**2).sum(-1))


@dataclass(frozen=True)
class Cyst:
    centre: tuple[float, float, float]
    radius: float


class Margins:
    """The joint margins of femur and tibia in each compartment, found once for an atlas."""

    def __init__(self, atlas: Atlas) -> None:
        femur = surface_points(atlas.fields["femur"], 2)
        tibia = surface_points(atlas.fields["tibia"], 2)
        self.corner: dict[str, tuple[float, float, float]] = {}
        self.surface: dict[str, float] = {}
        for side, sign in SIGN.items():
            for bone, points, band in (("F", femur, (-14, -5)), ("T", tibia, (3, 10))):
                rim = points[
                    (points[:, 1] > band[0])
                    & (points[:, 1] < band[1])
                    & (np.abs(points[:, 0]) < 12)
                ]
                outer = np.quantile(rim[:, 2] * sign, 0.98) * sign
                row = -6.0 if bone == "F" else 4.5
                self.corner[bone + side] = (2.0, row, float(outer))
                middle = points[
                    (np.abs(points[:, 2] * sign - 22) < 4)
                    & (np.abs(points[:, 0]) < 5)
                    & (np.abs(points[:, 1]) < 15)
                ]
                self.surface[bone + side] = float(
                    middle[:, 1].max() if bone == "F" else middle[:, 1].min()
                )


class Lesions:
    """The person's lesions on the reference knee."""

    def __init__(self, person: Person, margins: Margins, scale: float) -> None:
        rng = np.random.default_rng([person.seed, 5])
        readings = person.readings
        self.outgrowths: dict[str, list[Bump]] = {"F": [], "T": []}
        self.cysts: dict[str, list[Cyst]] = {"F": [], "T": []}
        self.sclerosis = {}
        self.calcified = {s: readings[f"XRCH{s}"] == 1 for s in "ML"}
        self._surface = margins.surface
        for bone in "FT":
            for side in "ML":
                jitter = rng.normal(0, 1, 6)
                spot = rng.uniform(-1, 1, 4)
                grade = readings[f"XROS{bone}{side}"]
                if grade:
                    corner = np.array(margins.corner[bone + side])
                    amount = OSTEOPHYTE_MM[grade] * (1 + 0.08 * float(np.clip(jitter[0], -2, 2)))
                    centre = corner + np.array(
                        [
                            4 * jitter[1],
                            0.8 * jitter[2],
                            SIGN[side] * (amount / 2 - 1.0),
                        ]
                    )
                    self.outgrowths[bone].append(
                        Bump(
                            tuple(map(float, centre)),
                            (13.0, 3.0 + 0.25 * amount, 4.5 + 0.3 * amount),
                            amount,
                        )
                    )
                self.sclerosis[bone + side] = readings[f"XRSC{bone}{side}"] / 3
                if readings[f"XRCY{bone}{side}"]:
                    depth = -6.5 if bone == "F" else 6.5
                    centre = (
                        4 * spot[0],
                        margins.surface[bone + side] + depth,
                        SIGN[side] * (22 + 5 * spot[1]),
                    )
                    self.cysts[bone].append(
                        Cyst(tuple(map(float, centre)), float(3.2 + 0.9 * spot[2]))
                    )
        self.attrition_mm = {s: ATTRITION_MM[readings[f"XRATT{s}"]] for s in "ML"}
        self._scale = scale

    def surface_changes(self, bone: str) -> list[Bump]:
        """Where the bone's surface lies further out (osteophytes) or in (attrition)."""
        changes = list(self.outgrowths[bone])
        if bone == "T":
            for side, amount in self.attrition_mm.items():
                if amount:
                    place = (0.0, 4.0, 23.0 * SIGN[side])
                    changes.append(Bump(place, (16.0, 9.0, 8.5), -amount / self._scale))
        return changes

    def sclerosis_at(self, bone: str, points: torch.Tensor) -> torch.Tensor:
        """Subchondral sclerosis 0 to 1 at `points` (..., 3)."""
        total = torch.zeros(points.shape[:-1])
        for side, sign in SIGN.items():
            strength = self.sclerosis[bone + side]
            if strength:
                beneath = points[..., 1] - self._surface[bone + side]
                beneath = -beneath if bone == "F" else beneath
                depth = 3.0 + 4.5 * strength
                across = (points[..., 2] * sign - 22) / 10
                ahead = points[..., 0] / 18
                patch = torch.exp(-0.5 * (across**2 + ahead**2)) * torch.sigmoid(
                    (depth - beneath) / 1.2
                )
                total = torch.maximum(total, strength * patch)
        return total

    def cyst_at(self, bone: str, points: torch.Tensor) -> torch.Tensor | None:
        """Signed distance (reference mm) to the bone's cysts, None where it has none."""
        distance = None
        for cyst in self.cysts[bone]:
            one = torch.sqrt(((points - torch.tensor(cyst.centre)) ** 2).sum(-1)) - cyst.radius
            distance = one if distance is None else torch.minimum(distance, one)
        return distance
