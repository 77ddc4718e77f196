"""A Visible Human leg laid over the reference knee, and the soft tissue that it gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import trimesh

from .anatomy_files import Leg, leg_mesh, leg_muscles
from .field import Field, Grid
from .registration import register
from .soft_tissue import leg_outline, muscles
from .voxelise import mesh_mask

LEG_MESH = {
    'tibia': 'Bone_Tibia', 'fibula': 'Bone_Fibula', 'patella': 'Bone_Patella',
    'femoral_cartilage': 'Cartilage_FemurDistal',
    'tibial_cartilage_medial': 'Cartilage_TibiaMedial',
    'tibial_cartilage_lateral': 'Cartilage_TibiaLateral',
}  # fmt: skip

#: Muscles that the two legs' files spell differently.
SAME_MUSCLE = {
    "Muscle_BicepsFemorisShort": "Muscle_BicepsFemorisShortHead",
    "Muscle_Semitendinosus": "Muscle_Semitendonosus",
}


class RegisteredLeg:
    """Meshes of a leg in the knee frame; registered by bones and cartilages that it shares."""

    def __init__(self, directory: Path, leg: Leg, fixed: dict[str, np.ndarray]) -> None:
        self._directory = directory
        self._leg = leg
        known = {
            n: f for n, f in LEG_MESH.items() if (directory / leg.folder / f"{f}.stl").is_file()
        }
        moving = {n: leg_mesh(directory, f, leg).vertices for n, f in known.items()}
        self._matrix, self._offset = register(
            {n: fixed[n] for n in known}, moving, leg.scale, leg.turn_deg
        )

    def mesh(self, name: str) -> trimesh.Trimesh:
        mesh = leg_mesh(self._directory, name, self._leg)
        mesh.vertices = mesh.vertices @ self._matrix.T + self._offset
        return mesh

    def mask(self, names: tuple[str, ...], grid: Grid) -> np.ndarray:
        """Voxels inside any of the structures."""
        return np.any([mesh_mask(self.mesh(n), grid) for n in names], axis=0)

    def muscle_masks(self, grid: Grid) -> dict[str, np.ndarray]:
        """Voxels inside each muscle, by the name that both legs use for it."""
        names = leg_muscles(self._directory, self._leg)
        return {SAME_MUSCLE.get(n, n): mesh_mask(self.mesh(n), grid) for n in names}


def completed(own: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> list[np.ndarray]:
    """A leg's muscles, and from the other leg those that it lacks, where they leave room."""
    taken = np.any(list(own.values()), axis=0)
    return [*own.values(), *(mask & ~taken for name, mask in other.items() if name not in own)]


def soft_tissue(masks: list[np.ndarray], bones: np.ndarray, grid: Grid) -> dict[str, Field]:
    """The fields `muscle`, `septum` and `leg` of a leg's muscles; `bones` is a mask."""
    muscle, septum = muscles(masks, grid)
    outline = leg_outline(bones | np.any(masks, axis=0), grid)
    return {"muscle": muscle, "septum": septum, "leg": outline}
