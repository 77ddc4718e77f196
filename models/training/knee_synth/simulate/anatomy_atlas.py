"""Builds the reference knee from the open anatomy files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from scipy import ndimage
from skimage.measure import marching_cubes

from .anatomy_files import FEMALE_LEG, MALE_LEG, LabelMap
from .atlas import Atlas, make_atlas
from .connective import fat_pad, patellar_retinacula
from .field import CLIP_MM, Field, Grid, signed_distance
from .neurovascular import bundle, sheathed
from .other_knees import other_bones
from .registered_leg import LEG_MESH, RegisteredLeg, completed, soft_tissue
from .shape_modes import modes_of_people
from .soft_tissue import iliotibial_band, patellar_and_quadriceps_tendon
from .soft_variants import SECOND

BONE_MM = 0.8
SOFT_MM = 1.4
LOW = np.array([-95.0, -150.0, -90.0])
HIGH = np.array([85.0, 150.0, 90.0])

CRUCIATES = ("Ligament_ACL", "Ligament_PCL")
COLLATERALS = ("Ligament_MCL", "Ligament_LCL")


class _Frame:
    """Rigid map from the label map's axes to the knee frame."""

    def __init__(self, labels: LabelMap) -> None:
        medial = labels.surface("tibial_cartilage_medial")
        lateral = labels.surface("tibial_cartilage_lateral")
        self.centre = (medial.mean(0) + lateral.mean(0)) / 2
        self.centre[1] -= 2.0  # from the cartilages' middle up to the joint line
        condyles = labels.surface("femoral_cartilage") - self.centre
        middle = condyles[:, 2].mean()
        back = [
            s[s[:, 0].argmin()]
            for s in (condyles[condyles[:, 2] > middle], condyles[condyles[:, 2] < middle])
        ]
        turn = np.arctan2(back[0][0] - back[1][0], back[0][2] - back[1][2])
        cos, sin = np.cos(turn), np.sin(turn)
        self.rotation = np.array([[cos, 0, -sin], [0, 1, 0], [sin, 0, cos]])

    def apply(self, points: np.ndarray) -> np.ndarray:
        return (points - self.centre) @ self.rotation.T


def _resample(labels: LabelMap, frame: _Frame, mask: np.ndarray, grid: Grid) -> np.ndarray:
    """A mask of the scan on a grid of the knee frame, bool."""
    to_index = np.linalg.inv(labels.matrix)
    matrix = to_index @ frame.rotation.T * grid.spacing
    offset = to_index @ (frame.rotation.T @ np.array(grid.origin) + frame.centre - labels.offset)
    soft = ndimage.gaussian_filter(mask.astype(np.float32), (1.2, 1.2, 0.6))
    return ndimage.affine_transform(soft, matrix, offset, grid.shape, order=1) > 0.5


def _extend_shaft(
    distance: np.ndarray, grid: Grid, cut: float, upward: bool, radius: float
) -> np.ndarray:
    """Continues a bone beyond the scan: its last cross-section, turning slowly into a round shaft.

    `cut` is the last good height (mm, inferior); the shaft goes on in the direction of its last
    15 mm,
    leaning at most 8 degrees; `radius` (mm) is that of the shaft far away.
    """
    a, r, c = grid.axes()
    rows = r[0, :, 0]
    at = int(np.abs(rows - cut).argmin())
    step = round(15 / grid.spacing) * (1 if upward else -1)

    def middle(index: int) -> np.ndarray:
        inside = distance[:, index] < 0
        return np.array([np.broadcast_to(x[:, 0], inside.shape)[inside].mean() for x in (a, c)])

    centre = middle(at)
    lean = np.clip((centre - middle(at + step)) / 15.0, -0.14, 0.14)
    result = distance.copy()
    section = distance[:, at]
    beyond = range(at - 1, -1, -1) if upward else range(at + 1, len(rows))
    for index in beyond:
        far = abs(rows[index] - rows[at])
        shift = lean * far * np.exp(-far / 150)
        moved = ndimage.shift(section, shift / grid.spacing, order=1, mode="nearest")
        circle = np.hypot(a[:, 0] - centre[0] - shift[0], c[:, 0] - centre[1] - shift[1]) - radius
        weight = np.clip(far / 45, 0, 1) ** 2 * (3 - 2 * np.clip(far / 45, 0, 1))
        result[:, index] = (1 - weight) * moved + weight * circle
    return np.clip(result, -CLIP_MM, CLIP_MM)


def build(directory: Path) -> Atlas:
    """The reference knee of the anatomy directory. Takes about a minute.

    Raises AnatomyError when a file is missing or unusable.
    """
    labels = LabelMap(directory)
    frame = _Frame(labels)
    bone_grid = Grid.covering(LOW * [0.75, 1, 0.7], HIGH * [1, 1, 0.7], BONE_MM)
    soft_grid = Grid.covering(LOW, HIGH, SOFT_MM)

    def distance(*names: str) -> np.ndarray:
        mask = np.zeros(labels.labels.shape, bool)
        for name in names:
            mask |= labels.mask(name)
        return signed_distance(_resample(labels, frame, mask, bone_grid), BONE_MM)

    fixed = {n: frame.apply(labels.surface(n)) for n in LEG_MESH}
    top = float(frame.apply(labels.surface("femur"))[:, 1].min()) + 4
    bottom = float(fixed["tibia"][:, 1].max()) - 4
    femur = _extend_shaft(distance("femur"), bone_grid, top, True, 13.5)
    tibia = _extend_shaft(distance("tibia"), bone_grid, bottom, False, 12.5)
    fibula = _extend_shaft(distance("fibula"), bone_grid, bottom, False, 6.0)
    patella = distance("patella")
    values = {
        "femur": femur,
        "tibia": tibia,
        "fibula": fibula,
        "patella": patella,
        "femur_united": np.minimum(femur, distance("femur", "femoral_cartilage")),
        "tibia_united": np.minimum(
            tibia, distance("tibia", "tibial_cartilage_medial", "tibial_cartilage_lateral")
        ),
        "patella_united": distance("patella", "patellar_cartilage"),
        "meniscus_medial": distance("meniscus_medial"),
        "meniscus_lateral": distance("meniscus_lateral"),
    }
    fields = {name: Field.of(bone_grid, v) for name, v in values.items()}

    near = {n: p[p[:, 1] < 55] for n, p in fixed.items()}
    female = RegisteredLeg(directory, FEMALE_LEG, near)
    male = RegisteredLeg(directory, MALE_LEG, near)
    points = _surface(patella, bone_grid)
    tubercle = _tubercle(tibia, bone_grid)
    bands = [
        signed_distance(female.mask(COLLATERALS, bone_grid), BONE_MM),
        patellar_and_quadriceps_tendon(bone_grid, points, tubercle),
        iliotibial_band(bone_grid, tibia),
        patellar_retinacula(bone_grid, femur, points),
    ]
    cruciates = signed_distance(female.mask(CRUCIATES, bone_grid), BONE_MM)
    fields["cruciates"] = Field.of(bone_grid, cruciates)
    fields["tendons"] = Field.of(bone_grid, np.minimum.reduce(bands))
    united = {n: values[f"{n}_united"] for n in ("femur", "tibia", "patella")}
    fields["hoffa"] = fat_pad(bone_grid, united, points, tubercle)
    fields.update(_legs(female, male, fields, soft_grid))
    people = [(file.bone, file.person, points) for file, points in other_bones(directory)]
    modes = modes_of_people(fields, people)
    return make_atlas("anatomy", fields, modes)


def _legs(
    female: RegisteredLeg, male: RegisteredLeg, fields: dict[str, Field], grid: Grid
) -> dict[str, Field]:
    """Muscles, septa and outline of both people, and the popliteal vessels and nerve."""
    centres = torch.from_numpy(grid.points())
    solid = ("femur", "tibia", "patella", "fibula", "tendons")
    bones = np.any([fields[name].sample(centres).numpy() < 0 for name in solid], axis=0)
    first, second = female.muscle_masks(grid), male.muscle_masks(grid)
    result = soft_tissue(completed(first, second), bones, grid)
    other = soft_tissue(completed(second, first), bones, grid)
    result |= {name + SECOND: field for name, field in other.items()}
    vessels, nerve = bundle(grid)
    for name in ("muscle", "muscle" + SECOND):
        result[name] = sheathed(result[name], vessels, nerve)
    return result | {"vessels": Field.of(grid, vessels), "nerve": Field.of(grid, nerve)}


def _surface(distance: np.ndarray, grid: Grid) -> np.ndarray:
    vertices = marching_cubes(distance, 0.0)[0]
    return vertices * grid.spacing + np.array(grid.origin)


def _tubercle(tibia: np.ndarray, grid: Grid) -> tuple[float, float, float]:
    """The tibial tubercle: the tibia's most anterior point 28 to 48 mm below the joint."""
    points = _surface(tibia, grid)
    band = points[(points[:, 1] > 28) & (points[:, 1] < 48)]
    front = band[band[:, 0].argmax()]
    return float(front[0]) + 1.5, float(front[1]) + 4, float(front[2])
