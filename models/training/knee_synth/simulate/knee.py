"""One simulated knee: the reference knee, deformed, posed, with its lesions, to be sampled."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from .atlas import Atlas
from .deformation import Deformation
from .lesions import Lesions, Margins
from .person import Person
from .pose import IDENTITY, JointSurfaces, Pose, PosedJoint, patella_pose
from .sampling import Box, Lattice, Part, Patch
from .soft_variants import personal_fields

#: Structures by the moving part that carries them.
CARRIED = {
    "femur": ("femur", "femur_united"),
    "tibia": (
        "tibia",
        "tibia_united",
        "fibula",
        "meniscus_medial",
        "meniscus_lateral",
        "cruciates",
    ),
    "patella": ("patella", "patella_united"),
    "soft": ("tendons", "vessels", "nerve", "hoffa", "muscle", "septum", "leg"),
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
    """A structure's distance in a box of the lattice: the person's mm, negative inside."""

    patch: Patch
    distance: torch.Tensor

    @property
    def box(self) -> Box:
        return self.patch.box

    @property
    def points(self) -> torch.Tensor:
        """Reference coordinates (A, R, C, 3)."""
        return self.patch.points


class Knee:
    """A person's knee in one pose (`flexion_deg` 0 is the MRI's)."""

    def __init__(self, atlas: Atlas, landmarks: AtlasLandmarks, person: Person) -> None:
        self.atlas = atlas
        self.person = person
        self.deformation = Deformation(person, atlas)
        self.fields = personal_fields(atlas.fields, person.soft_tissue)
        self.scale = float(self.deformation.scale.mean())
        self.lesions = Lesions(person, landmarks.margins, self.scale)
        self._joint = PosedJoint(landmarks.surfaces, self.deformation, person, self.lesions.worn_mm)
        rest, self.joint_space_mm = self._joint.solve(0.0)
        self._rest = rest
        self._thinning = self._cartilage_thinning()

    def _cartilage_thinning(self) -> dict[str, float]:
        """Reference mm that femoral and tibial cartilage each lose, from the space left them."""
        loss = {}
        for side, space in zip("ML", self.joint_space_mm, strict=True):
            missing = self._joint.reference_widths[side] - space / self.scale
            # A worn compartment loses cartilage beyond the place of contact too.
            loss[side] = missing / 2 * (1.35 if missing > 1.0 else 1.0)
        return loss

    def pose(self, flexion_deg: float = 0.0) -> tuple[Pose, Pose]:
        """Poses of femur and patella at a flexion; 0 is the MRI's."""
        femur = self._rest if flexion_deg == 0.0 else self._joint.solve(flexion_deg)[0]
        return femur, patella_pose(self._joint.axis, flexion_deg, self.person.patella_shift)

    def view(self, lattice: Lattice, poses: tuple[Pose, Pose] | None = None) -> View:
        """The knee as sampled on a lattice, in the MRI's pose or in a given one."""
        return View(self, lattice, *(poses or self.pose()))

    def cartilage_loss(self, points: torch.Tensor) -> torch.Tensor:
        """Reference mm of cartilage missing at reference `points` (..., 3); negative is extra."""
        medial = torch.sigmoid(points[..., 2] / 3.0)
        bearing = torch.exp(-0.5 * (points[..., 1] / 15.0) ** 2)
        loss = self._thinning["M"] * medial + self._thinning["L"] * (1 - medial)
        return loss.clamp(min=-0.5) * bearing

    def meniscal_extrusion(self, side: str) -> float:
        """Outward shift (mm, reference) of a meniscus; grows with narrowing."""
        return (0.0, 1.0, 2.6, 4.5)[self.person.readings[f"XRJS{side}"]]


class View:
    """Samples structures of a knee on one lattice."""

    def __init__(self, knee: Knee, lattice: Lattice, femur: Pose, patella: Pose) -> None:
        self.knee = knee
        self.shape = lattice.shape
        poses = {"femur": femur, "tibia": IDENTITY, "patella": patella}
        self.parts = {
            name: Part(knee.deformation.to_reference(pose.inverse(lattice.points)), lattice.stride)
            for name, pose in poses.items()
        }
        thigh = torch.sigmoid(-(lattice.points[..., 1:2] + 4.0) / 9.0)
        blended = femur.inverse(lattice.points) * thigh + lattice.points * (1 - thigh)
        self.parts["soft"] = Part(knee.deformation.to_reference(blended), lattice.stride)

    def structure(self, name: str) -> Sampled | None:
        """A structure's distance (person's mm, negative inside) where it is in sight."""
        part = self.parts[CARRIER[name]]
        field = self.knee.fields[name]
        patch = part.patch(*field.bounds())
        if patch is None:
            return None
        shift = (0.0, 0.0, 0.0)
        if name.startswith("meniscus"):
            side, sign = ("M", 1.0) if name.endswith("medial") else ("L", -1.0)
            shift = (0.0, 0.0, sign * self.knee.meniscal_extrusion(side))
        distance = patch.sample(field, shift)
        if name in ("femur_united", "tibia_united"):
            distance += patch.spread(self.knee.cartilage_loss(patch.coarse))
        if name.startswith(("femur", "tibia")):
            self._grow(name[0].upper(), part, patch, distance)
        return Sampled(patch, distance * self.knee.scale)

    def _grow(self, bone: str, part: Part, patch: Patch, distance: torch.Tensor) -> None:
        """Moves a bone's surface by its osteophytes and attrition, near them only."""
        for change in self.knee.lesions.surface_changes(bone):
            near = part.patch(*change.bounds())
            shared = near.within(patch) if near is not None else None
            if shared is not None:
                mine, theirs = shared
                distance[theirs] = change.apply(distance[theirs], near.points[mine])

    def smooth(self, name: str, step: int) -> torch.Tensor:
        """A large soft structure's distance (mm) on the whole lattice, sampled sparsely."""
        part = self.parts[CARRIER[name]]
        return part.whole().sample_smooth(self.knee.fields[name], step) * self.knee.scale

    def everywhere(self, name: str, far: float = 14.0) -> torch.Tensor:
        """A structure's distance on the whole lattice, `far` where it is out of sight."""
        full = torch.full(self.shape, far)
        found = self.structure(name)
        if found is not None:
            full[found.box] = found.distance
        return full


def coverage(distance: torch.Tensor, width: float) -> torch.Tensor:
    """Share 0 to 1 of a voxel of `width` mm inside the surface at signed `distance` (mm)."""
    return (0.5 - distance / width).clamp(0.0, 1.0)
