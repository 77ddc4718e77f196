"""A stand-in reference knee made of simple solids, for tests and machines without the anatomy
files.

It has every structure of the real one, at adult size and in the same frame, but no one would
take it for a knee.
"""

from __future__ import annotations

import numpy as np

from .atlas import Atlas, make_atlas
from .field import Field, Grid, signed_distance, surface_points
from .neurovascular import bundle, sheathed
from .registered_leg import soft_tissue
from .shape_modes import ShapeModes, modes_of_people
from .soft_tissue import tube
from .soft_variants import SECOND

SPACING_MM = 1.5


class _Solids:
    """Masks of simple solids on a grid, places in mm as (anterior, inferior, left)."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.a, self.r, self.c = grid.axes()

    def ellipsoid(self, centre, radii) -> np.ndarray:
        terms = (
            ((x - m) / s) ** 2
            for x, m, s in zip((self.a, self.r, self.c), centre, radii, strict=True)
        )
        return sum(terms) <= 1

    def cone(self, rows, centre_a, radii_a, centre_c, radii_c) -> np.ndarray:
        """A stack of ellipses along the leg, everything interpolated between the given rows."""
        at = self.r[0, :, 0]

        def along(values):
            return np.interp(at, rows, values)[None, :, None]

        inside = ((self.a - along(centre_a)) / along(radii_a)) ** 2
        inside = inside + ((self.c - along(centre_c)) / along(radii_c)) ** 2 <= 1
        return inside & (self.r >= rows[0]) & (self.r <= rows[-1])


def _bones(s: _Solids) -> dict[str, np.ndarray]:
    femur = s.ellipsoid((0, -21, 22), (26, 20, 15)) | s.ellipsoid((0, -22, -22), (26, 20, 15))
    femur |= s.ellipsoid((16, -30, 0), (20, 18, 33))
    femur |= s.cone((-151, -60, -25), (14, 12, 5), (14, 15, 22), (-6, -3, 0), (14, 17, 36))
    femur &= ~s.ellipsoid((-16, -6, 0), (26, 22, 9))
    tibia = s.cone((3, 10, 45, 151), (0, 0, 2, 0), (25, 26, 18, 13), (0, 0, 0, 2), (37, 37, 20, 12))
    tibia |= s.ellipsoid((-2, 3, 0), (8, 6, 6))
    return {
        "femur": femur,
        "tibia": tibia,
        "patella": s.ellipsoid((50, -30, -2), (10, 20, 21)),
        "fibula": s.cone(
            (14, 22, 40, 151),
            (-18, -18, -20, -16),
            (8, 9, 6, 6),
            (-36, -36, -34, -30),
            (8, 9, 6, 6),
        ),
    }


def build_procedural() -> Atlas:
    """The stand-in reference knee; takes a few seconds and needs no files."""
    grid = Grid.covering((-78, -150, -78), (78, 150, 78), SPACING_MM)
    s = _Solids(grid)
    bones = _bones(s)
    # One voxel is about as thick as the cartilage, so cartilage is added as distance, not as
    # voxels.
    distance = {name: signed_distance(mask, SPACING_MM) for name, mask in bones.items()}
    _, r, _ = grid.axes()
    facing = np.clip((r + 40) / 12, 0, 1) * np.clip((8 - r) / 6, 0, 1)
    distance["femur_united"] = distance["femur"] - 2.1 * facing
    distance["tibia_united"] = distance["tibia"] - 2.1 * np.clip((9 - r) / 4, 0, 1)
    distance["patella_united"] = np.minimum(
        distance["patella"],
        signed_distance(s.ellipsoid((47.5, -30, -2), (9.5, 16, 18)), SPACING_MM),
    )
    for side, middle in (("medial", 22), ("lateral", -22)):
        sign = np.sign(middle)
        ring = s.ellipsoid((0, 1.5, middle + 3 * sign), (21, 4.5, 15)) & ~s.ellipsoid(
            (0, 1.5, middle), (13, 9, 9)
        )
        distance[f"meniscus_{side}"] = signed_distance(ring, SPACING_MM)
    distance["cruciates"] = np.minimum(
        tube(grid, [(-14, -26, -8), (6, 4, 2)], [4.0, 4.0], 3.0),
        tube(grid, [(4, -22, 8), (-20, 10, 0)], [4.5, 4.5], 3.0),
    )
    distance["tendons"] = np.minimum(
        tube(grid, [(58, -16, -2), (52, 10, -2), (32, 42, 0)], [14, 13, 11], 3.0),
        tube(grid, [(40, -120, -2), (54, -46, -2)], [9, 16], 3.5),
    )
    distance["vessels"], distance["nerve"] = bundle(grid)
    distance["hoffa"] = signed_distance(s.ellipsoid((40, -2, -2), (9, 16, 16)), SPACING_MM)
    fields = {name: Field.of(grid, values) for name, values in distance.items()}
    solid = np.any(list(bones.values()), axis=0) | (distance["tendons"] < 0)
    for ending, stoutness in (("", 1.0), (SECOND, 1.12)):
        groups = _muscle_masks(s, solid, stoutness)
        made = soft_tissue(groups, solid, grid)
        made["muscle"] = sheathed(made["muscle"], distance["vessels"], distance["nerve"])
        fields |= {name + ending: field for name, field in made.items()}
    return make_atlas("procedural", fields, _modes(fields))


def _modes(fields: dict[str, Field]) -> ShapeModes:
    """Two made-up people: one with a deeper femur, one with a wider tibia."""
    femur, tibia = surface_points(fields["femur"]), surface_points(fields["tibia"])
    deeper = femur * np.array([1.12, 1.0, 1.0])
    wider = tibia * np.array([1.0, 1.0, 1.08])
    return modes_of_people(fields, [("femur", "deeper", deeper), ("tibia", "wider", wider)])


def _muscle_masks(s: _Solids, bone: np.ndarray, stoutness: float) -> list[np.ndarray]:
    thigh = ((-151, -40, 0), (28, 24, 5))
    calf = ((10, 40, 151), (6, 24, 24))
    groups = []
    for rows_radii, places in (
        (thigh, ((-42, 16), (-42, -18), (28, 38), (28, -38))),
        (calf, ((-42, 15), (-42, -16), (2, -34))),
    ):
        rows, radii = rows_radii[0], [stoutness * x for x in rows_radii[1]]
        for ahead, across in places:
            flat = (ahead,) * len(rows)
            groups.append(
                s.cone(rows, flat, radii, (across,) * len(rows), [0.75 * x for x in radii]) & ~bone
            )
    return groups
