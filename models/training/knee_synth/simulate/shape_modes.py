"""How real people's bones differ from the reference knee's, as smooth displacement fields.

Every mode belongs to one bone of one person. Around its bone it maps that person's surface to the
reference's (after a similarity); it fades away from the bone and where another bone is nearer, so
that any sum of modes is one smooth field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
from scipy import ndimage

from .field import Field, Grid, surface_points
from .shape_fit import BoneFit, even, fit_bone, sample_vectors

BONES = ("femur", "tibia", "patella", "fibula")
#: The box of the modes, reference mm, and the step of their grid.
LOW_MM = np.array([-62.0, -92.0, -66.0])
HIGH_MM = np.array([76.0, 92.0, 66.0])
STEP_MM = 6.0
#: How fast one bone's modes give way to its neighbour's, and where (mm off the bone) they fade.
SHARE_MM = 4.0
FADE_MM = (2.0, 14.0)
#: Heights (mm off the joint) between which the modes fade along the shafts.
SHAFT_FADE_MM = (58.0, 86.0)


@dataclass(frozen=True)
class ShapeModes:
    """Displacements (M, 3, A, R, C) in reference mm on a grid, the bone and person of each mode.

    A point p of the person lies at p + sum(weight * displacement(p)) in the reference knee.
    `fit_mm` (M, 3) holds the median distance of the two surfaces after the similarity, after the
    bone's own displacement, and after the stored mode.
    """

    grid: Grid
    displacement: torch.Tensor
    bones: tuple[str, ...]
    people: tuple[str, ...]
    fit_mm: np.ndarray

    ARRAYS: ClassVar[tuple[str, ...]] = (
        "origin",
        "spacing",
        "displacement",
        "bones",
        "people",
        "fit_mm",
    )

    def arrays(self) -> dict[str, np.ndarray]:
        """What an atlas file holds of the modes, by the names in `ARRAYS`."""
        return {
            "origin": np.array(self.grid.origin),
            "spacing": np.array(self.grid.spacing),
            "displacement": self.displacement.numpy().astype(np.float16),
            "bones": np.array(self.bones, dtype=str),
            "people": np.array(self.people, dtype=str),
            "fit_mm": self.fit_mm,
        }

    @staticmethod
    def of_arrays(arrays: dict[str, np.ndarray]) -> ShapeModes:
        """The modes that `arrays` gave."""
        displacement = arrays["displacement"].astype(np.float32)
        grid = Grid(
            tuple(map(float, arrays["origin"])), float(arrays["spacing"]), displacement.shape[2:]
        )
        names = (tuple(map(str, arrays[n])) for n in ("bones", "people"))
        return ShapeModes(grid, torch.from_numpy(displacement), *names, arrays["fit_mm"])

    def combined(self, weights: np.ndarray, points: torch.Tensor) -> torch.Tensor:
        """Sum (..., 3) of the weighted modes at reference points (..., 3)."""
        mixed = torch.tensordot(
            torch.as_tensor(weights, dtype=torch.float32), self.displacement, dims=1
        )
        unit = Field(self.grid, mixed[0]).unit(points).flip(-1).reshape(1, 1, 1, -1, 3)
        out = torch.nn.functional.grid_sample(
            mixed[None], unit, padding_mode="zeros", align_corners=True
        )
        return out.reshape(3, -1).T.reshape(points.shape)


def draw_weights(modes: ShapeModes, rng: np.random.Generator) -> np.ndarray:
    """Weights (M,): for each bone a random mixture of its people, sometimes beyond them.

    A mixture's weights add up to a gain around 1 (0 is the reference's own shape), and each weight
    strays a little to either side, so that it may be negative.
    """
    weights = np.zeros(len(modes.bones))
    for bone in BONES:
        own = [i for i, b in enumerate(modes.bones) if b == bone]
        if own:
            gain = np.clip(rng.normal(0.75, 0.4), -0.3, 1.4)
            mixture = rng.dirichlet(np.full(len(own), 0.7))
            weights[own] = gain * mixture + np.clip(rng.normal(0, 0.15, len(own)), -0.3, 0.3)
    return weights


def _shares(fields: dict[str, Field], grid: Grid) -> dict[str, np.ndarray]:
    """For each bone how much of its modes counts at the grid's points, 0 to 1."""
    points = torch.from_numpy(grid.points())
    distance = {b: fields[b].sample(points).numpy() for b in BONES}
    nearness = {b: np.exp(-d / SHARE_MM) for b, d in distance.items()}
    total = sum(nearness.values())
    nearest = np.minimum.reduce(list(distance.values()))
    fade = _falling(nearest, *FADE_MM) * _falling(np.abs(grid.axes()[1]), *SHAFT_FADE_MM)
    sigma = 3.0 / grid.spacing
    return {b: ndimage.gaussian_filter(n / total * fade, sigma) for b, n in nearness.items()}


def _falling(values: np.ndarray, first: float, last: float) -> np.ndarray:
    """1 below `first`, 0 above `last`, a smooth step between."""
    t = np.clip((values - first) / (last - first), 0, 1)
    return 1 - t * t * (3 - 2 * t)


def fuse(fields: dict[str, Field], fits: list[BoneFit]) -> ShapeModes:
    """The modes of fitted bones on their common grid; `fields` are the reference's distances."""
    grid = Grid.covering(LOW_MM, HIGH_MM, STEP_MM)
    fine = Grid(grid.origin, STEP_MM / 2, tuple(2 * n - 1 for n in grid.shape))
    shares = _shares(fields, fine)
    modes, errors = [], []
    for fit in fits:
        at = fine.points().reshape(-1, 3)
        local = sample_vectors(fit.grid, fit.displacement, at).T.reshape(3, *fine.shape)
        mode = (local * shares[fit.bone])[:, ::2, ::2, ::2].astype(np.float32)
        modes.append(mode)
        left = fit.points + sample_vectors(grid, mode, fit.points)
        distance = fields[fit.bone].sample(torch.from_numpy(left.astype(np.float32)))
        errors.append((*fit.distances_mm, float(distance.abs().median())))
    stack = np.stack(modes) if modes else np.zeros((0, 3, *grid.shape), np.float32)
    return ShapeModes(
        grid,
        torch.from_numpy(stack),
        tuple(f.bone for f in fits),
        tuple(f.person for f in fits),
        np.array(errors, np.float32).reshape(-1, 3),
    )


def modes_of_people(
    fields: dict[str, Field], people: list[tuple[str, str, np.ndarray]]
) -> ShapeModes:
    """Modes of (bone, person, surface points (N, 3) mm) against the reference's bones."""
    reference = {b: even(surface_points(fields[b]), 0.8) for b in BONES}
    fits = [
        fit_bone(bone, person, reference[bone], points, LOW_MM - 1.0, HIGH_MM + 4.0)
        for bone, person, points in people
    ]
    return fuse(fields, fits)
