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
from .field import surface_points
from .outgrowths import Osteophyte, SurfaceChange, Wear
from .person import Person

#: Length of an osteophyte and depth of attrition by grade, mm.
OSTEOPHYTE_MM = (0.0, 2.6, 5.2, 8.6)
ATTRITION_MM = (0.0, 1.2, 2.4, 3.8)
#: Strength of sclerosis by grade.
SCLEROSIS = (0.0, 0.4, 0.72, 1.0)
#: Share of cysts that a radiograph does not show.
HIDDEN_CYSTS = 0.2
#: Length of a cyst along depth against its height and width.
CYST_STRETCH = 1.25
SIGN = {"M": 1.0, "L": -1.0}


@dataclass(frozen=True)
class Cyst:
    """A cavity in the bone, mm of the reference knee; `hidden` ones are not seen on a film."""

    centre: tuple[float, float, float]
    radius: float
    hidden: bool


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
                row = -8.5 if bone == "F" else 7.5
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
        self.osteophytes: dict[str, list[Osteophyte]] = {"F": [], "T": []}
        self.cysts: dict[str, list[Cyst]] = {"F": [], "T": []}
        self.sclerosis: dict[str, float] = {}
        self.calcified = {s: readings[f"XRCH{s}"] == 1 for s in "ML"}
        self._surface = margins.surface
        for bone in "FT":
            for side in "ML":
                # Drawn for every corner, so that a place does not depend on other readings.
                jitter = np.clip(rng.normal(0, 1, 4), -2, 2)
                spot = rng.uniform(-1, 1, 4)
                hidden = bool(rng.random() < HIDDEN_CYSTS)
                grade = readings[f"XROS{bone}{side}"]
                if grade:
                    self.osteophytes[bone].append(
                        _osteophyte(bone, side, grade, margins.corner[bone + side], jitter)
                    )
                self.sclerosis[bone + side] = SCLEROSIS[readings[f"XRSC{bone}{side}"]]
                if readings[f"XRCY{bone}{side}"]:
                    radius = float(4.2 + 0.7 * spot[2])
                    depth = (radius + 2.2) * (-1 if bone == "F" else 1)
                    # A worn plateau takes its cyst down with it.
                    worn = ATTRITION_MM[readings[f"XRATT{side}"]] * (bone == "T")
                    centre = (
                        3 * float(spot[0]),
                        margins.surface[bone + side] + depth + worn,
                        SIGN[side] * (22 + 4 * float(spot[1])),
                    )
                    self.cysts[bone].append(Cyst(centre, radius, hidden))
        self.wear = {
            side: Wear((0.0, 4.0, 23.0 * SIGN[side]), (18.0, 9.0, 9.5), depth / scale)
            for side in "ML"
            if (depth := ATTRITION_MM[readings[f"XRATT{side}"]])
        }

    def surface_changes(self, bone: str) -> list[SurfaceChange]:
        """Where the bone's surface lies further out (osteophytes) or in (attrition)."""
        worn = self.wear.values() if bone == "T" else ()
        return [*worn, *self.osteophytes[bone]]

    def worn_mm(self, side: str, points: np.ndarray) -> np.ndarray:
        """How deep (reference mm) the plateau of a compartment is worn at `points` (N, 3)."""
        if side not in self.wear:
            return np.zeros(len(points), np.float32)
        return self.wear[side].at(torch.from_numpy(points.astype(np.float32))).numpy()

    def sclerosis_at(self, bone: str, points: torch.Tensor) -> torch.Tensor | None:
        """Subchondral sclerosis 0 to 1 at `points` (..., 3), None where the bone has none."""
        total = None
        for side, sign in SIGN.items():
            strength = self.sclerosis[bone + side]
            if strength:
                surface = self._surface[bone + side]
                if bone == "T" and side in self.wear:
                    surface += self.wear[side].depth
                beneath = points[..., 1] - surface
                beneath = -beneath if bone == "F" else beneath
                depth = 3.0 + 5.0 * strength
                across = (points[..., 2] * sign - 22) / 10
                ahead = points[..., 0] / 18
                patch = torch.exp(-0.5 * (across**2 + ahead**2)) * torch.sigmoid(
                    (depth - beneath) / 1.2
                )
                patch *= strength
                total = patch if total is None else torch.maximum(total, patch)
        return total

    def cyst_at(
        self, bone: str, points: torch.Tensor, on_film: bool = False
    ) -> torch.Tensor | None:
        """Signed distance (reference mm) to the bone's cysts, None where it has none.

        `on_film` leaves out those that a radiograph does not show.
        """
        distance = None
        stretch = torch.tensor([1 / CYST_STRETCH, 1.0, 1.0])
        for cyst in self.cysts[bone]:
            if on_film and cyst.hidden:
                continue
            offset = (points - torch.tensor(cyst.centre)) * stretch
            one = torch.sqrt((offset**2).sum(-1)) - cyst.radius * _lobed(offset, cyst)
            distance = one if distance is None else torch.minimum(distance, one)
        return distance


def _osteophyte(
    bone: str, side: str, grade: int, corner: tuple[float, float, float], jitter: np.ndarray
) -> Osteophyte:
    """An osteophyte of a grade at a corner; femoral tips turn up, tibial ones a little down."""
    length = OSTEOPHYTE_MM[grade] * (1 + 0.08 * float(jitter[0]))
    edge = (corner[0] + 3 * float(jitter[1]), corner[1] + 0.8 * float(jitter[2]), corner[2])
    bend = (-0.25 if bone == "F" else 0.12) * length * (1 + 0.3 * float(jitter[3]))
    return Osteophyte(edge, length, SIGN[side], bend)


def _lobed(offset: torch.Tensor, cyst: Cyst) -> torch.Tensor:
    """How far the cyst's wall lies in a direction, relative to its radius: 0.75 to 1.25."""
    a, r, c = (offset / cyst.radius).unbind(-1)
    turn = cyst.centre[0] + cyst.centre[2]
    return 1 + 0.25 * torch.sin(2.1 * a + turn) * torch.sin(2.3 * r + c + 1.7 * turn)
