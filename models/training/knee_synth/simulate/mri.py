"""Coronal DESS water-excitation volume of a simulated knee.

Grey levels follow a table read off a real slice (8 bit, muscle near 160): fat and marrow dark,
cartilage, fluid and
muscle bright, cortex, menisci, tendons and ligaments darkest. Partial volume comes from
distances to the surfaces.
"""

from __future__ import annotations

import numpy as np
import torch

from ..geometry import (
    SLICE_PIXEL_MM,
    SLICE_PIXELS,
    SLICE_SPACING_MM,
    VOLUME_SLICES,
    slice_depths_mm,
)
from .knee import Knee, Sampled, View, coverage
from .labels import Tissue
from .sampling import Lattice, coarse_axis
from .texture import Texture

#: Width of the edge between two tissues, mm: a pixel and the obliqueness within a slice.
EDGE_MM = 0.9
#: The leg's and the muscles' outlines are sampled at every third pixel, as fine as they are known.
SOFT_STEP = 3
#: Thickness of the chalk line in calcified cartilage, and its depth beneath the surface, mm.
CHALK_MM, CHALK_DEPTH_MM = 0.8, 0.9
#: Thickness of the sclerotic rim of a cyst, mm.
CYST_RIM_MM = 1.2


def mri_lattice() -> Lattice:
    """Person points of the volume's voxels, slice 0 the most posterior."""
    first = -SLICE_PIXEL_MM * (SLICE_PIXELS - 1) / 2
    depths = slice_depths_mm(VOLUME_SLICES)
    a = coarse_axis(VOLUME_SLICES, 7, depths[0], SLICE_SPACING_MM)
    r = coarse_axis(SLICE_PIXELS, 3, first, SLICE_PIXEL_MM)
    points = np.stack(np.meshgrid(a, r, r, indexing="ij"), -1).astype(np.float32)
    return Lattice(torch.from_numpy(points), (7, 3, 3))


class Painter:
    """Lays tissues over each other, in grey and in classes."""

    def __init__(self, shape: tuple[int, int, int]) -> None:
        self.grey = torch.zeros(shape)
        self.labels = torch.zeros(shape, dtype=torch.uint8)

    def paint(self, box, share: torch.Tensor, grey, tissue: Tissue) -> None:
        self.grey[box].lerp_(torch.as_tensor(grey, dtype=torch.float32), share)
        self.labels[box].masked_fill_(share > 0.5, int(tissue))


ALL = (slice(None), slice(None), slice(None))


def render_mri(knee: Knee) -> tuple[np.ndarray, np.ndarray]:
    """Volume and tissue classes, both uint8 (50, 256, 256), canonical right."""
    view = knee.view(mri_lattice())
    rng = np.random.default_rng([knee.person.seed, 6])
    texture = Texture(view.shape, rng)
    canvas = Painter(view.shape)
    _paint_soft(canvas, view, texture)
    united = {n: view.structure(f"{n}_united") for n in ("femur", "tibia", "patella")}
    _paint_fluid(canvas, united, view, texture)
    _paint_fibrous(canvas, view, texture)
    _paint_joint(canvas, united, view, texture)
    _paint_bones(canvas, view, texture)
    image = texture.scanner(canvas.grey.numpy(), rng)
    return image, canvas.labels.numpy()


def _paint_soft(canvas: Painter, view: View, texture: Texture) -> None:
    person = view.knee.person
    leg = view.smooth("leg", SOFT_STEP)
    skin = leg - person.fat_mm
    air = 11.0
    canvas.grey.fill_(air)
    canvas.paint(ALL, coverage(skin - 1.4, 1.0), 105.0, Tissue.SKIN)
    canvas.paint(ALL, coverage(skin, 1.0), texture.fat(), Tissue.FAT)
    veins = torch.maximum(texture.thread() - 1.1, -(leg - 1.5))
    canvas.paint(ALL, coverage(torch.maximum(veins, skin + 1.5), 1.0), 118.0, Tissue.FAT)
    canvas.paint(ALL, coverage((leg - 0.4).abs() - 0.35, 0.8) * 0.6, 14.0, Tissue.FAT)
    muscle = torch.maximum(view.smooth("muscle", SOFT_STEP) - person.muscle_mm, leg + 0.5)
    share = coverage(muscle, 1.2)
    canvas.paint(ALL, share, texture.muscle(), Tissue.MUSCLE)
    septum = view.everywhere("septum") + 0.12 * texture.broad
    canvas.paint(ALL, share * coverage(septum - 0.5, 0.9) * 0.75, 48.0, Tissue.MUSCLE)
    vessels = view.structure("vessels")
    if vessels is not None:
        wall = coverage(vessels.distance.abs() - 0.4, 1.0)
        canvas.paint(vessels.box, coverage(vessels.distance, 1.2), 128.0, Tissue.FLUID)
        canvas.paint(vessels.box, wall * 0.7, 30.0, Tissue.FAT)
    nerve = view.structure("nerve")
    if nerve is not None:
        fascicles = 78.0 + 8.0 * texture.streak[nerve.box]
        canvas.paint(nerve.box, coverage(nerve.distance, 1.0), fascicles, Tissue.FAT)
    pad = view.structure("hoffa")
    if pad is not None:
        canvas.paint(pad.box, coverage(pad.distance, 1.2), texture.fat_pad(pad.box), Tissue.FAT)


def _paint_fluid(
    canvas: Painter, united: dict[str, Sampled | None], view: View, texture: Texture
) -> None:
    amount = view.knee.person.effusion_mm
    film = 0.7 + 0.25 * amount
    femur = united["femur"]
    if femur is None:
        return
    for other in (united["tibia"], united["patella"]):
        shared = other.patch.within(femur.patch) if other is not None else None
        if shared is not None:
            mine, theirs = shared
            between = torch.maximum(other.distance[mine], femur.distance[theirs]) - film
            box = tuple(
                slice(s.start + b.start, s.stop + b.start)
                for s, b in zip(mine, other.box, strict=True)
            )
            grey = 205.0 + 3 * texture.fine[box]
            canvas.paint(box, coverage(between, EDGE_MM), grey, Tissue.FLUID)
    # Pockets: above the patella on the front of the femur, and beside the patella.
    near = view.parts["patella"].patch(np.array([5.0, -75.0, -45.0]), np.array([60.0, 5.0, 40.0]))
    if near is None or amount < 0.3:
        return
    bag = torch.full(near.shape, 9.0)
    swell = 0.4 + 0.25 * amount
    for centre, radii in (
        ((40.0, -48.0, -4.0), (2.6 * swell, 15.0, 20.0)),
        ((38.0, -26.0, 23.0), (6.0, 9.0, 3.4 * swell)),
        ((38.0, -26.0, -27.0), (6.0, 9.0, 3.4 * swell)),
    ):
        offset = (near.points - torch.tensor(centre)) / torch.tensor(radii)
        bag = torch.minimum(bag, torch.sqrt((offset**2).sum(-1)) - 1)
    distance = bag * 4.0
    shared = near.within(femur.patch)
    if shared is not None:
        mine, theirs = shared
        distance[mine] = torch.maximum(distance[mine], 0.5 - femur.distance[theirs])
    grey = 205.0 + 3 * texture.fine[near.box]
    canvas.paint(near.box, coverage(distance, 1.2), grey, Tissue.FLUID)


def _paint_fibrous(canvas: Painter, view: View, texture: Texture) -> None:
    for name, base in (("tendons", 18.0), ("cruciates", 30.0)):
        found = view.structure(name)
        if found is not None:
            grey = base + (6.0 if name == "cruciates" else 2.0) * texture.streak[found.box]
            canvas.paint(found.box, coverage(found.distance, EDGE_MM), grey, Tissue.LIGAMENT)


def _paint_joint(
    canvas: Painter, united: dict[str, Sampled | None], view: View, texture: Texture
) -> None:
    for name in ("meniscus_medial", "meniscus_lateral"):
        found = view.structure(name)
        chalky = view.knee.lesions.calcified["M" if name.endswith("medial") else "L"]
        if found is not None:
            canvas.paint(
                found.box,
                coverage(found.distance - 0.3, EDGE_MM),
                (20.0 - 11.0 * chalky) + 1.5 * texture.fine[found.box],
                Tissue.MENISCUS,
            )
    tissues = {
        "femur": Tissue.FEMORAL_CARTILAGE,
        "tibia": Tissue.TIBIAL_CARTILAGE,
        "patella": Tissue.PATELLAR_CARTILAGE,
    }
    for bone, tissue in tissues.items():
        found = united[bone]
        if found is not None:
            grey = 154.0 + 2 * texture.fine[found.box]
            canvas.paint(found.box, coverage(found.distance, EDGE_MM), grey, tissue)
            chalk = chalk_in_cartilage(bone, found, view.knee)
            if chalk is not None:
                broken = (texture.septal[found.box] + 0.9).clamp(0.0, 1.0)
                canvas.paint(found.box, 0.85 * chalk * broken, 30.0, tissue)


def _paint_bones(canvas: Painter, view: View, texture: Texture) -> None:
    classes = {
        "femur": Tissue.FEMUR,
        "tibia": Tissue.TIBIA,
        "patella": Tissue.PATELLA,
        "fibula": Tissue.FIBULA,
    }
    for bone, tissue in classes.items():
        found = view.structure(bone)
        if found is not None:
            canvas.paint(found.box, coverage(found.distance, EDGE_MM), 11.0, tissue)
            inner = coverage(found.distance + cortex_mm(bone, found), 1.1)
            canvas.paint(found.box, inner, _marrow(bone, found, view.knee, texture), tissue)


def cortex_mm(bone: str, found: Sampled) -> torch.Tensor | float:
    """Cortical thickness: thin over the joint, thick in the shaft."""
    if bone == "patella":
        return 1.1
    far = ((found.points[..., 1].abs() - 25.0) / 70.0).clamp(0.0, 1.0)
    return (0.5 if bone == "fibula" else 0.8) + (2.0 if bone == "fibula" else 4.2) * far**1.3


def chalk_in_cartilage(bone: str, found: Sampled, knee: Knee) -> torch.Tensor | None:
    """Share 0 to 1 of chalk in the cartilage of femur or tibia, None where it has none.

    Chondrocalcinosis is a line within the cartilage, parallel to its surface.
    """
    calcified = knee.lesions.calcified
    if bone == "patella" or not any(calcified.values()):
        return None
    across, row = found.points[..., 2], found.points[..., 1]
    side = torch.where(across > 0, float(calcified["M"]), float(calcified["L"]))
    line = (found.distance + CHALK_DEPTH_MM).abs() - CHALK_MM / 2
    return side * (row > -28.0) * coverage(line, EDGE_MM)


def _marrow(bone: str, found: Sampled, knee: Knee, texture: Texture) -> torch.Tensor:
    grey = texture.marrow(found.box)
    row = found.points[..., 1]
    plate = {"femur": -24.0, "tibia": 19.0, "fibula": 27.0}.get(bone)
    if plate is not None:
        scar = (row - plate - 1.6 * texture.broad[found.box]) / 0.9
        grey = grey - 5.0 * torch.exp(-0.5 * scar**2)
    if bone in ("femur", "tibia"):
        letter = bone[0].upper()
        sclerosis = knee.lesions.sclerosis_at(letter, found.points)
        if sclerosis is not None:
            grey = grey - 17.0 * sclerosis
        cyst = knee.lesions.cyst_at(letter, found.points)
        if cyst is not None:
            distance = cyst * knee.scale
            grey = torch.lerp(grey, torch.tensor(9.0), coverage(distance - CYST_RIM_MM, EDGE_MM))
            grey = torch.lerp(grey, torch.tensor(188.0), coverage(distance, EDGE_MM))
    return grey
