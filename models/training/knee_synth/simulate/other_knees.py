"""Reads other persons' bones: five femora, a healthy third knee, an osteoarthritic one, two legs.

Every bone is optional: what is not in the anatomy directory gives no shape mode. Points are in mm
in axes (anterior, inferior, left) of a right knee, each bone in a frame of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyvista

from .anatomy_files import FEMALE_LEG, MALE_LEG

#: Axes of a file, as (axis, sign) for (anterior, inferior, left).
LPS = ((1, -1.0), (2, -1.0), (0, 1.0))
#: x to anterior, y to superior, z to the right.
OPENSIM = ((0, 1.0), (1, -1.0), (2, -1.0))

THIRD = "healthy-knee-smith2019"
WORN = "osteoarthritic-knee"


@dataclass(frozen=True)
class BoneFile:
    bone: str
    person: str
    path: Path
    axes: tuple[tuple[int, float], ...]
    millimetres: float = 1.0


BONE_FILES = (
    *(
        BoneFile("femur", f"femur {n}", Path("femur-meshes") / f"femur-{n}.vtk", LPS)
        for n in range(1, 6)
    ),
    *(
        BoneFile(b.lower(), "osteoarthritic", Path(WORN) / f"{b}.stl", OPENSIM, 1000.0)
        for b in ("Femur", "Tibia", "Patella", "Fibula")
    ),
    *(
        BoneFile(b, "third", Path(THIRD) / f"{b}-bone.stl", OPENSIM, 1000.0)
        for b in ("tibia", "patella", "fibula")
    ),
    *(
        BoneFile(b.lower(), "female", FEMALE_LEG.folder / f"Bone_{b}.stl", FEMALE_LEG.axes)
        for b in ("Tibia", "Patella", "Fibula")
    ),
    *(
        BoneFile(b.lower(), "male", MALE_LEG.folder / f"Bone_{b}.stl", MALE_LEG.axes)
        for b in ("Patella", "Fibula")
    ),
)


def other_bones(directory: Path) -> Iterator[tuple[BoneFile, np.ndarray]]:
    """The bones that are there, with surface points (N, 3)."""
    for file in BONE_FILES:
        path = directory / file.path
        if path.is_file():
            raw = np.asarray(pyvista.read(path).points, float) * file.millimetres
            yield file, np.stack([sign * raw[:, axis] for axis, sign in file.axes], 1)
