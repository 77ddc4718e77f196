"""A person's own shape: the smooth map from their knee to the reference knee."""

from __future__ import annotations

import numpy as np
import torch
from scipy import ndimage

from .atlas import Atlas
from .field import Grid
from .person import Person
from .shape_modes import draw_weights

#: Smallest local ratio of volumes; a displacement that goes below it is made weaker.
LEAST_VOLUME = 0.5
WEAKER = 0.85
#: Steps of the inverse map, and the share of each that is taken.
ITERATIONS = 20
DAMPING = 0.8


class Deformation:
    """Smooth map from a person's knee frame (mm) to the reference knee's (mm).

    reference = (p + u(p)) / scale, where u is zero at the joint centre and adds up

    - the person's mixture of other people's bone shapes,
    - a random displacement from cubic splines: across the leg and along it of about 2.6 mm on a
      lattice of 45 mm that hardly changes from back to front, so that a film along that axis shows
      it; from back to front of about 0.6 mm,
    - varus or valgus.

    The map does not fold: where it would come near to it, the displacement is made weaker.
    """

    #: Standard deviation (mm) of the knots along (anterior, inferior, left), and their number
    #: along these axes for either direction of the displacement.
    AMPLITUDE_MM = (0.6, 2.6, 2.6)
    KNOTS = ((9, 9, 9), (4, 9, 9), (4, 9, 9))
    REACH_MM = 180.0
    STEP_MM = 7.5

    def __init__(self, person: Person, atlas: Atlas) -> None:
        rng = np.random.default_rng([person.seed, 4])
        self.scale = torch.tensor(
            person.condylar_width / atlas.condylar_width * np.array(person.aspect),
            dtype=torch.float32,
        )
        self._grid = Grid.covering((-self.REACH_MM,) * 3, (self.REACH_MM,) * 3, self.STEP_MM)
        #: How much of each of the atlas's shape modes the person has, (M,)
        self.weights = draw_weights(atlas.modes, rng)
        points = torch.from_numpy(self._grid.points())
        modes = atlas.modes.combined(self.weights, points / self.scale) * self.scale
        table = modes.permute(3, 0, 1, 2) + torch.from_numpy(self._splines(rng))
        while (volume := _volumes(table, self.STEP_MM).min()) < LEAST_VOLUME:
            table = table * min(WEAKER, (1 - LEAST_VOLUME) / float(1 - volume))
        self._table = table.contiguous()
        self._shear = float(np.tan(np.radians(person.varus_deg)) / 2)
        self._centre = torch.zeros(3)
        self._centre = self.displacement(torch.zeros(1, 3))[0]

    def _splines(self, rng: np.random.Generator) -> np.ndarray:
        """The random displacement (3, A, R, C), float32, mm."""
        fields = []
        for amplitude, knots in zip(self.AMPLITUDE_MM, self.KNOTS, strict=True):
            coarse = np.clip(rng.normal(0, amplitude, knots), -2.2 * amplitude, 2.2 * amplitude)
            factors = [n / k for n, k in zip(self._grid.shape, knots, strict=True)]
            fields.append(ndimage.zoom(coarse, factors, order=3, mode="nearest", grid_mode=False))
        return np.stack(fields).astype(np.float32)

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
        """A person's coordinates of reference points (damped fixed-point iteration)."""
        target = points * self.scale
        guess = target.clone()
        for _ in range(ITERATIONS):
            guess = guess + DAMPING * (target - self.displacement(guess) - guess)
        return guess


def _volumes(table: torch.Tensor, step_mm: float) -> torch.Tensor:
    """Determinant of the map p + u(p) on the grid of u (3, A, R, C)."""
    rows = [
        torch.stack(torch.gradient(u, spacing=step_mm)) + torch.eye(3)[axis].reshape(3, 1, 1, 1)
        for axis, u in enumerate(table)
    ]
    (a, b, c), (d, e, f), (g, h, i) = rows
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
