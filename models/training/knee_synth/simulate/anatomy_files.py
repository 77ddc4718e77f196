"""Reads the open anatomy: the DESS label map and the Visible Human legs.

Sources and licences are listed in this folder's README. Everything returned is in mm in axes
(anterior, inferior, left), not yet centred on the joint.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nrrd
import numpy as np
import trimesh
from scipy import ndimage
from skimage.measure import marching_cubes

LABEL_MAP = Path("dess-label-map/knee-dess-right-label.nrrd")


@dataclass(frozen=True)
class Leg:
    """A leg's folder, its axes, and about how it lies to the label map.

    `axes` gives, for (anterior, inferior, left), the file's axis and its sign; `scale` and
    `turn_deg` are the
    starting values of the registration.
    """

    folder: Path
    axes: tuple[tuple[int, int], ...]
    scale: float
    turn_deg: float


#: x to lateral, y to anterior, z to superior; of a right leg lateral is the right.
FEMALE_LEG = Leg(
    Path("visible-human-female-right-leg"), ((1, 1), (2, -1), (0, -1)), 1 / 0.86, -17.0
)
#: x to medial, y to anterior, z to inferior.
MALE_LEG = Leg(Path("visible-human-male-right-leg"), ((1, 1), (2, 1), (0, 1)), 1.15, 0.0)

#: Labels of the map, checked against the structures' sizes and places (lateral = fibula's side).
LABELS = {
    'femoral_cartilage': 1, 'tibial_cartilage_medial': 2, 'tibial_cartilage_lateral': 3,
    'patellar_cartilage': 4, 'femur': 5, 'tibia': 6, 'patella': 7, 'fibula': 8,
    'meniscus_lateral': 9, 'meniscus_medial': 10,
}  # fmt: skip


class AnatomyError(RuntimeError):
    """An anatomy file is missing or is not what its name says."""


class LabelMap:
    """A segmented right knee: `masks` by name on the scan's own grid, and its place in space."""

    def __init__(self, directory: Path) -> None:
        path = directory / LABEL_MAP
        if not path.is_file():
            raise AnatomyError(
                f"{LABEL_MAP} is not in the anatomy directory; get it from the source that the "
                "simulator README names, or use --source procedural"
            )
        self.labels, header = nrrd.read(str(path))
        if header.get("space") != "left-posterior-superior":
            raise AnatomyError(f"{LABEL_MAP}: expected LPS space, found {header.get('space')!r}")
        directions = np.asarray(header["space directions"], float)
        origin = np.asarray(header["space origin"], float)
        #: mm = matrix @ index + offset, in axes (anterior, inferior, left) = (-P, -S, L) of LPS
        self.matrix = np.stack([-directions[:, 1], -directions[:, 2], directions[:, 0]])
        self.offset = np.array([-origin[1], -origin[2], origin[0]])

    def mask(self, name: str) -> np.ndarray:
        """The largest connected part of a structure, boolean on the scan's grid."""
        parts, count = ndimage.label(self.labels == LABELS[name])
        if count == 0:
            raise AnatomyError(f"{LABEL_MAP}: the structure {name} is empty")
        sizes = np.bincount(parts.ravel())
        sizes[0] = 0
        return parts == sizes.argmax()

    def surface(self, name: str) -> np.ndarray:
        """Surface points (N, 3) in mm."""
        smooth = ndimage.gaussian_filter(np.pad(self.mask(name), 1).astype(np.float32), 0.7)
        vertices = marching_cubes(smooth, 0.5, step_size=2)[0] - 1
        return vertices @ self.matrix.T + self.offset


def leg_mesh(directory: Path, name: str, leg: Leg = FEMALE_LEG) -> trimesh.Trimesh:
    """A structure of a Visible Human leg, vertices in (anterior, inferior, left) mm."""
    path = directory / leg.folder / f"{name}.stl"
    if not path.is_file():
        raise AnatomyError(f"{leg.folder / path.name} is not in the anatomy directory")
    mesh = trimesh.load(str(path))
    vertices = np.stack([sign * np.asarray(mesh.vertices)[:, axis] for axis, sign in leg.axes], 1)
    return trimesh.Trimesh(vertices, mesh.faces, process=False)


def leg_muscles(directory: Path, leg: Leg = FEMALE_LEG) -> list[str]:
    """Names of the muscle files of a leg."""
    names = sorted(p.stem for p in (directory / leg.folder).glob("Muscle_*.stl"))
    if not names:
        raise AnatomyError(f"no Muscle_*.stl in {leg.folder} of the anatomy directory")
    return names
