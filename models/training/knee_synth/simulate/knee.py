"""One simulated knee: the reference knee, deformed, posed and with its lesions, ready to be sampled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from .atlas import Atlas
from .lesions import Lesions, Margins
from .person import Deformation, Person
from .pose import IDENTITY, JointSurfaces, Pose, PosedJoint, patella_pose
from .sampling import Box, Lattice, Part

#: Structures by the moving part that carries them.
CARRIED = {
    'femur': ('femur', 'femur_united'),
    'tibia': ('tibia', 'tibia_united', 'fibula', 'meniscus_medial', 'meniscus_lateral', 'cruciates'),
    'patella': ('patella', 'patella_united'),
    'soft': ('tendons', 'vessels', 'muscle', 'septum', 'leg'),
}
CARRIER = {name: part for part, names in CARRIED.items() for name in names}


@dataclass(frozen=True)
class AtlasLandmarks:
    """What the simulator measures once on an atlas."""

    surfaces: JointSurfaces
    margins: Margins

    @staticmethod
    def of(atlas: Atlas) -> AtlasLandmarks:
        return AtlasLandmarks(JointSurfaces(atlas), Margins(atlas))


@dataclass(frozen=True)
class Sampled:
    """Values of a structure in a box of the lattice: distance in the person's mm, reference points."""

    box: Box
    points: torch.Tensor
    distance: torch.Tensor


class Knee:
    """A person's knee in one pose (`flexion_deg` 0 is the MRI's)."""

    def __init__(self, atlas: Atlas, landmarks: AtlasLandmarks, person: Person) -> None:
        self.atlas = atlas
        self.person = person
        self.deformation = Deformation(person, atlas.condylar_width)
        self.scale = float(self.deformation.scale.mean())
        self.lesions = Lesions(person, landmarks.margins, self.scale)
        self._joint = PosedJoint(landmarks.surfaces, self.deformation, person, self.lesions.attrition_mm)
        rest, self.joint_space_mm = self._joint.solve(0.0)
        self._rest = rest
        self._thinning = self._cartilage_thinning()

    def _cartilage_thinning(self) -> dict[str, float]:
        """Millimetres (reference) that femoral and tibial cartilage each lose, from the space left for them."""
        healthy = {'M': 4.2, 'L': 5.4}
        space = dict(zip('ML', self.joint_space_mm))
        return {s: (healthy[s] - space[s] + 0.2) / 2 / self.scale for s in 'ML'}

    def view(self, lattice: Lattice, flexion_deg: float = 0.0) -> View:
        """The knee as sampled on a lattice, flexed."""
        femur = self._rest if flexion_deg == 0.0 else self._joint.solve(flexion_deg)[0]
        patella = patella_pose(self._joint.axis, flexion_deg, self.person.patella_shift)
        return View(self, lattice, femur, patella)

    def structure_offset(self, name: str, points: torch.Tensor) -> torch.Tensor | float:
        """Millimetres (reference) to add to a structure's distance: positive shrinks it."""
        if name in ('femur', 'tibia'):
            return -1.0 * self.lesions.bone_growth(name[0].upper(), points)
        if name in ('femur_united', 'tibia_united'):
            medial = torch.sigmoid(points[..., 2] / 3.0)
            bearing = torch.exp(-0.5 * (points[..., 1] / 15.0) ** 2)
            loss = self._thinning['M'] * medial + self._thinning['L'] * (1 - medial)
            return loss.clamp(min=-0.5) * bearing - self.lesions.bone_growth(name[0].upper(), points)
        return 0.0

    def meniscal_extrusion(self, side: str) -> float:
        """Outward shift (mm, reference) of a meniscus; grows with narrowing."""
        return (0.0, 1.0, 2.6, 4.5)[self.person.readings[f'XRJS{side}']]


class View:
    """Samples structures of a knee on one lattice."""

    def __init__(self, knee: Knee, lattice: Lattice, femur: Pose, patella: Pose) -> None:
        self.knee = knee
        self.shape = lattice.shape
        poses = {'femur': femur, 'tibia': IDENTITY, 'patella': patella}
        self._parts = {
            name: Part(knee.deformation.to_reference(pose.inverse(lattice.points)), lattice.stride)
            for name, pose in poses.items()
        }
        thigh = torch.sigmoid(-(lattice.points[..., 1:2] + 4.0) / 9.0)
        blended = femur.inverse(lattice.points) * thigh + lattice.points * (1 - thigh)
        self._parts['soft'] = Part(knee.deformation.to_reference(blended), lattice.stride)

    def structure(self, name: str) -> Sampled | None:
        """A structure's distance (person's mm, negative inside) where it is in sight."""
        part = self._parts[CARRIER[name]]
        field = self.knee.atlas.fields[name]
        found = part.box(*field.bounds())
        if found is None:
            return None
        box, points = found
        at = points
        if name.startswith('meniscus'):
            side = 'M' if name.endswith('medial') else 'L'
            sign = 1.0 if side == 'M' else -1.0
            at = points - torch.tensor([0.0, 0.0, sign * self.knee.meniscal_extrusion(side)])
        distance = field.sample(at) + self.knee.structure_offset(name, points)
        return Sampled(box, points, distance * self.knee.scale)

    def everywhere(self, name: str, far: float = 14.0) -> torch.Tensor:
        """A structure's distance on the whole lattice, `far` where it is out of sight."""
        full = torch.full(self.shape, far)
        found = self.structure(name)
        if found is not None:
            full[found.box] = found.distance
        return full


def coverage(distance: torch.Tensor, width: float) -> torch.Tensor:
    """Share 0 to 1 of a voxel of the given width (mm) that lies inside a surface at signed `distance`."""
    return (0.5 - distance / width).clamp(0.0, 1.0)


def as_numpy(value: torch.Tensor) -> np.ndarray:
    return value.numpy()
