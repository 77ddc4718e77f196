"""What makes one simulated person's knee differ from another's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from scipy import ndimage

from .field import Grid
from .readings import Readings, draw_joint_space, draw_readings

#: Condylar width (mm): mean and spread of women and of men.
CONDYLAR_WIDTH = {"F": (76.0, 3.0), "M": (86.0, 3.5)}


@dataclass(frozen=True)
class Person:
    """Drawn characteristics. Lengths in mm, angles in degrees."""

    seed: int
    sex: str
    side: str
    condylar_width: float
    aspect: tuple[float, float, float]
    varus_deg: float
    fat_mm: float
    muscle_mm: float
    patella_shift: tuple[float, float, float]
    effusion_mm: float
    readings: Readings
    joint_space_mm: tuple[float, float]


def draw_person(seed: int, readings: Readings | None = None, side: str | None = None) -> Person:
    """A person by seed; `readings` and `side` (L or R) may be imposed, the rest stays the same."""
    rng = np.random.default_rng([seed, 1])
    sex = "F" if rng.random() < 0.55 else "M"
    mean, spread = CONDYLAR_WIDTH[sex]
    width = mean + spread * float(np.clip(rng.normal(), -2, 2))
    aspect = tuple(float(x) for x in np.clip(rng.normal(1.0, 0.025, 3), 0.94, 1.06))
    drawn_side = "R" if rng.random() < 0.5 else "L"
    varus = float(np.clip(rng.normal(0, 2.0), -5, 5))
    fat = float(np.clip(rng.gamma(5.0, 1.7 if sex == "F" else 1.25), 2.5, 22))
    muscle = float(np.clip(rng.normal(0, 1.2), -2, 2.5))
    patella = (
        0.0,
        float(np.clip(rng.normal(0, 3.0), -6, 6)),
        float(np.clip(rng.normal(-0.5, 1.5), -4, 3)),
    )
    effusion_draw = rng.gamma(1.2, 0.6)
    own = draw_readings(np.random.default_rng([seed, 2]))
    readings = own if readings is None else readings
    effusion = float(np.clip(effusion_draw * (1 + 0.5 * readings["XRKL"]), 0, 5))
    space = draw_joint_space(readings, np.random.default_rng([seed, 3]))
    return Person(
        seed, sex, side or drawn_side, width, aspect, varus, fat, muscle, patella, effusion,
        readings, space,
    )  # fmt: skip


class Deformation:
    """Smooth map from a person's knee frame (mm) to the reference knee's (mm).

    reference = (p + u(p)) / scale with u a random displacement, zero at the joint centre, of about
    `AMPLITUDE_MM`, built from cubic splines on a lattice wide enough that the map does not fold.
    """

    AMPLITUDE_MM = 2.2
    LATTICE_MM = 45.0
    STEP_MM = 9.0
    REACH_MM = 180.0

    def __init__(self, person: Person, atlas_width: float) -> None:
        rng = np.random.default_rng([person.seed, 4])
        self.scale = torch.tensor(
            person.condylar_width / atlas_width * np.array(person.aspect), dtype=torch.float32
        )
        knots = int(2 * self.REACH_MM / self.LATTICE_MM) + 1
        coarse = np.clip(rng.normal(0, self.AMPLITUDE_MM, (3, knots, knots, knots)), -5, 5)
        factor = self.LATTICE_MM / self.STEP_MM
        fine = np.stack(
            [
                ndimage.zoom(axis, factor, order=3, mode="nearest", grid_mode=False)
                for axis in coarse
            ]
        )
        self._step = 2 * self.REACH_MM / (fine.shape[1] - 1)
        self._grid = Grid((-self.REACH_MM,) * 3, self._step, fine.shape[1:])
        self._shear = float(np.tan(np.radians(person.varus_deg)) / 2)
        self._table = torch.from_numpy(fine.astype(np.float32))
        self._centre = torch.zeros(3)
        self._centre = self.displacement(torch.zeros(1, 3))[0]

    def displacement(self, points: torch.Tensor) -> torch.Tensor:
        """u at `points` (..., 3), mm."""
        unit = points / self.REACH_MM
        flat = unit.flip(-1).reshape(1, 1, 1, -1, 3)
        out = torch.nn.functional.grid_sample(
            self._table[None], flat, padding_mode="border", align_corners=True
        )
        u = out.reshape(3, -1).T.reshape(points.shape)
        row = points[..., 1]
        bend = self._shear * (torch.sqrt(row**2 + 400.0) - 20.0)
        u = u + torch.stack([torch.zeros_like(bend), torch.zeros_like(bend), bend], -1)
        return u - self._centre

    def to_reference(self, points: torch.Tensor) -> torch.Tensor:
        """Reference coordinates of a person's points (..., 3)."""
        return (points + self.displacement(points)) / self.scale

    def from_reference(self, points: torch.Tensor) -> torch.Tensor:
        """A person's coordinates of reference points (fixed-point iteration, error < 0.01 mm)."""
        target = points * self.scale
        guess = target.clone()
        for _ in range(12):
            guess = target - self.displacement(guess)
        return guess
