"""Rigid poses of the bones and the joint space they leave.

Each moving part (femur, tibia, patella) has a pose: person point = rotation @ (rest point -
pivot) + pivot + shift.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from scipy.spatial import cKDTree

from .atlas import Atlas
from .deformation import Deformation
from .field import surface_points
from .person import Person

#: Half the distance, in mm of the reference knee, between the middles of the two compartments.
HALF_SPREAD_MM = 22.0


@dataclass(frozen=True)
class Pose:
    rotation: np.ndarray
    pivot: np.ndarray
    shift: np.ndarray

    def inverse(self, points: torch.Tensor) -> torch.Tensor:
        """Rest points of person points (..., 3)."""
        rotation = torch.tensor(self.rotation, dtype=points.dtype)
        move = torch.tensor(self.pivot + self.shift, dtype=points.dtype)
        return (points - move) @ rotation + torch.tensor(self.pivot, dtype=points.dtype)

    def forward(self, points: np.ndarray) -> np.ndarray:
        """Person points of rest points (N, 3)."""
        return (points - self.pivot) @ self.rotation.T + self.pivot + self.shift


IDENTITY = Pose(np.eye(3), np.zeros(3), np.zeros(3))


def turn(flexion: float, tilt: float) -> np.ndarray:
    """Rotation by `flexion` (rad; top goes backwards) and `tilt` (rad; + opens laterally)."""
    cf, sf, ct, st = np.cos(flexion), np.sin(flexion), np.cos(tilt), np.sin(tilt)
    flex = np.array([[cf, sf, 0], [-sf, cf, 0], [0, 0, 1]])
    lean = np.array([[1, 0, 0], [0, ct, st], [0, -st, ct]])
    return lean @ flex


class JointSurfaces:
    """Facing parts of femur and tibia in each compartment, reference mm; found once an atlas."""

    def __init__(self, atlas: Atlas) -> None:
        femur, tibia = (
            surface_points(atlas.fields["femur"], 2),
            surface_points(atlas.fields["tibia"], 1),
        )
        self.femur = {s: femur[self._facing(femur, s, -34, 14)] for s in "ML"}
        self.tibia = {s: tibia[self._facing(tibia, s, -6, 10)] for s in "ML"}
        #: Smallest distance (mm) of the reference knee's bones in each compartment
        self.widths = {s: float(cKDTree(self.tibia[s]).query(self.femur[s])[0].min()) for s in "ML"}
        back = femur[(femur[:, 0] < 2) & (femur[:, 1] > -36) & (np.abs(femur[:, 2]) > 14)]
        system = np.c_[2 * back[:, :2], np.ones(len(back))]
        centre = np.linalg.lstsq(system, (back[:, :2] ** 2).sum(1), rcond=None)[0]
        #: (anterior, inferior, left) of the axis about which the condyles turn
        self.axis = np.array([centre[0], centre[1], 0.0])

    @staticmethod
    def _facing(points: np.ndarray, side: str, top: float, bottom: float) -> np.ndarray:
        across = points[:, 2] if side == "M" else -points[:, 2]
        inside = (across > 12) & (across < 31) & (points[:, 0] > -26) & (points[:, 0] < 22)
        return inside & (points[:, 1] > top) & (points[:, 1] < bottom)


class PosedJoint:
    """Poses the femur so that both compartments have the person's joint space at a flexion."""

    def __init__(
        self,
        surfaces: JointSurfaces,
        deformation: Deformation,
        person: Person,
        worn_mm: Callable[[str, np.ndarray], np.ndarray],
    ) -> None:
        def placed(points: np.ndarray) -> np.ndarray:
            return deformation.from_reference(torch.from_numpy(points.astype(np.float32))).numpy()

        self._femur = {s: placed(surfaces.femur[s]) for s in "ML"}
        tibia = {
            side: placed(points + worn_mm(side, points)[:, None] * np.array([[0.0, 1.0, 0.0]]))
            for side, points in surfaces.tibia.items()
        }
        self._trees = {s: cKDTree(tibia[s]) for s in "ML"}
        self.axis = placed(surfaces.axis[None])[0]
        self.reference_widths = surfaces.widths
        self._target = np.array(person.joint_space_mm)
        self._half = HALF_SPREAD_MM * float(deformation.scale[2])

    def widths(self, pose: Pose) -> np.ndarray:
        """Smallest femur-to-tibia distance (mm), medial and lateral."""
        return np.array([self._trees[s].query(pose.forward(self._femur[s]))[0].min() for s in "ML"])

    def solve(self, flexion_deg: float) -> tuple[Pose, np.ndarray]:
        """The femur's pose at a flexion, and the joint-space widths (2,) it reaches."""

        def pose(drops: np.ndarray) -> Pose:
            tilt = (drops[0] - drops[1]) / (2 * self._half)
            shift = np.array([0.0, drops.mean(), 0.0])
            about = np.array([self.axis[0], self.axis[1], 0.0])
            return Pose(turn(np.radians(flexion_deg), tilt), about, shift)

        drops = np.array([-4.0, -4.0])
        for _ in range(12):
            excess = self.widths(pose(drops)) - self._target
            drops = drops + np.clip(excess, -2, 4)
            if np.abs(excess).max() < 0.02:
                break
        best = pose(drops)
        return best, self.widths(best)


def patella_pose(axis: np.ndarray, flexion_deg: float, shift: tuple[float, float, float]) -> Pose:
    """The patella glides about the condyles' axis by 0.7 of the flexion; `shift` in mm."""
    return Pose(turn(np.radians(0.7 * flexion_deg), 0.0), axis, np.array(shift))
