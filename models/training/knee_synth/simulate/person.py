"""What makes one simulated person's knee differ from another's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .readings import Readings, draw_joint_space, draw_readings

#: Condylar width (mm): mean and spread of women and of men.
CONDYLAR_WIDTH = {"F": (76.0, 3.0), "M": (86.0, 3.5)}
#: Condylar width (mm) of the population: about its mean and spread.
LARGE_MM, LARGE_SPREAD_MM = 80.5, 6.0


@dataclass(frozen=True)
class Person:
    """Drawn characteristics. Lengths in mm, angles in degrees.

    `aspect` stretches along (anterior, inferior, left); `soft_tissue` is the share 0 to 1 of the
    atlas's second person in muscles and outline.
    """

    seed: int
    sex: str
    side: str
    condylar_width: float
    aspect: tuple[float, float, float]
    varus_deg: float
    fat_mm: float
    muscle_mm: float
    soft_tissue: float
    patella_shift: tuple[float, float, float]
    effusion_mm: float
    readings: Readings
    joint_space_mm: tuple[float, float]


def draw_person(seed: int, readings: Readings | None = None, side: str | None = None) -> Person:
    """A person by seed; `readings` and `side` (L or R) may be imposed, the rest stays the same."""
    rng = np.random.default_rng([seed, 1])
    sex = "F" if rng.random() < 0.55 else "M"
    mean, spread = CONDYLAR_WIDTH[sex]
    size = float(np.clip(rng.normal(), -2, 2))
    width = mean + spread * size
    # A film shows height and width; the depth follows them but for a little.
    inferior, left = np.clip(rng.normal(1.0, 0.025, 2), 0.94, 1.06)
    anterior = (inferior + left) / 2 + np.clip(rng.normal(0, 0.008), -0.02, 0.02)
    aspect = (float(anterior), float(inferior), float(left))
    drawn_side = "R" if rng.random() < 0.5 else "L"
    varus = float(np.clip(rng.normal(0, 2.0), -5, 5))
    adiposity = rng.normal()
    fat = float(
        np.clip((8.0 if sex == "F" else 5.8) * np.exp(0.38 * adiposity + 0.2 * rng.normal()), 2, 22)
    )
    muscle = (0.4 if sex == "M" else -0.4) + 0.3 * size + 0.3 * adiposity + 0.6 * rng.normal()
    muscle = float(np.clip(muscle, -2, 2.6))
    # The second person of the atlas is the larger one, and a film shows who is large.
    large = (width - LARGE_MM) / LARGE_SPREAD_MM
    soft_tissue = float(np.clip(0.5 + 0.3 * large + 0.06 * rng.normal(), 0, 1))
    patella = (
        0.0,
        float(np.clip(rng.normal(0, 3.0), -6, 6)),
        float(np.clip(rng.normal(-0.5, 1.5), -4, 3)),
    )
    effusion_draw = rng.gamma(1.2, 0.6)
    own = draw_readings(np.random.default_rng([seed, 2]))
    readings = own if readings is None else readings
    effusion = float(np.clip(effusion_draw * (1 + 0.5 * readings["XRKL"]), 0, 5))
    space = draw_joint_space(readings, np.random.default_rng([seed, 3]))
    return Person(
        seed, sex, side or drawn_side, width, aspect, varus, fat, muscle, soft_tissue, patella,
        effusion, readings, space,
    )  # fmt: skip
