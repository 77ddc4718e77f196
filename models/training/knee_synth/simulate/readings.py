"""The 19 semi-quantitative readings of a simulated knee, and the anatomy they ask for.

Osteophytes and narrowing follow the OARSI
atlas' idea of grades (Altman & Gold 2007); the Kellgren-Lawrence grade follows from them by its
definition.
"""

from __future__ import annotations

import numpy as np

from ..readings import READINGS

NAMES = tuple(reading.name for reading in READINGS)

#: Mean joint-space width (mm) at narrowing grade 0 to 3, medial and lateral, and its spread.
JSW_MEAN_MM = {"M": (4.7, 3.3, 1.9, 0.4), "L": (5.3, 3.7, 2.1, 0.45)}
JSW_SPREAD_MM = (0.45, 0.25, 0.25, 0.2)

#: How often each Kellgren-Lawrence grade is drawn.
KL_SHARE = (0.28, 0.14, 0.22, 0.22, 0.14)
#: Share of the knees whose findings come by themselves, and of each finding in them.
FREE_SHARE, FREE_FINDING = 0.2, 0.35
#: Mean grades by Kellgren-Lawrence grade in the worse compartment and in the other one.
OSTEOPHYTE_MEAN = ((0.0, 0.3, 1.3, 1.8, 2.4), (0.0, 0.2, 0.6, 0.9, 1.4))
SCLEROSIS_MEAN = ((0.0, 0.0, 0.5, 1.3, 2.2), (0.0, 0.0, 0.1, 0.2, 0.6))
ATTRITION_MEAN = ((-2.0, -2.0, -1.6, -0.2, 1.8), (-2.0, -2.0, -2.0, -1.7, -0.8))
#: Share of cysts in a bone of the worse compartment and of the other one.
CYST_SHARE = ((0.01, 0.01, 0.06, 0.2, 0.35), (0.01, 0.01, 0.02, 0.05, 0.1))
#: Share of each narrowing grade in the worse compartment, by Kellgren-Lawrence grade.
NARROWING_SHARE = (
    (1.0, 0.0, 0.0, 0.0),
    (0.85, 0.15, 0.0, 0.0),
    (1.0, 0.0, 0.0, 0.0),
    (0.0, 0.5, 0.5, 0.0),
    (0.0, 0.0, 0.0, 1.0),
)

Readings = dict[str, int]


def kellgren_lawrence(readings: Readings) -> int:
    """Grade 0 to 4 from osteophytes and narrowing (Kellgren & Lawrence 1957).

    1 doubtful (one possible osteophyte), 2 definite osteophytes, 3 with definite narrowing, 4
    with severe
    narrowing (OARSI 3). Narrowing without any osteophyte stays doubtful.
    """
    osteophytes = [readings[f"XROS{bone}{side}"] for bone in "FT" for side in "ML"]
    narrowing = max(readings["XRJSM"], readings["XRJSL"])
    definite = max(osteophytes) >= 2 or sum(o >= 1 for o in osteophytes) >= 2
    if not definite:
        return 1 if max(osteophytes) or narrowing else 0
    if narrowing == 0:
        return 2
    return 4 if narrowing == 3 else 3


def draw_readings(rng: np.random.Generator) -> Readings:
    """Readings of one knee: all grades seen often enough to be learned, KL 2 before narrowing.

    The Kellgren-Lawrence grade is drawn first (`KL_SHARE`), then osteophytes and narrowing of that
    grade. In four fifths of the knees one compartment is the worse one and every finding grows
    with the grade there; in the others findings come by themselves, wherever they like, so that
    readings can be told apart.
    """
    kl = int(rng.choice(5, p=KL_SHARE))
    free = bool(rng.random() < FREE_SHARE)
    worst = str(rng.choice(["M", "L"], p=[0.62, 0.38]))
    readings = _osteophytes_and_narrowing(kl, worst, free, rng)
    for side in "ML":
        place = int(side != worst)
        for bone in "FT":
            if free:
                sclerosis = _now_and_then(3, rng)
                cyst = _now_and_then(1, rng)
            else:
                sclerosis = _near(SCLEROSIS_MEAN[place][kl], 0.55, rng)
                cyst = int(rng.random() < CYST_SHARE[place][kl])
            readings[f"XRSC{bone}{side}"] = sclerosis
            readings[f"XRCY{bone}{side}"] = cyst
        worn = _now_and_then(3, rng) if free else _near(ATTRITION_MEAN[place][kl], 0.9, rng)
        readings[f"XRATT{side}"] = worn
        chalk = FREE_FINDING if free else 0.06
        readings[f"XRCH{side}"] = int(rng.random() < chalk)
    readings["XRKL"] = kl
    return {name: readings[name] for name in NAMES}


def _near(mean: float, spread: float, rng: np.random.Generator) -> int:
    """A grade 0 to 3 near a mean."""
    return int(np.clip(np.rint(rng.normal(mean, spread)), 0, 3))


def _now_and_then(highest: int, rng: np.random.Generator) -> int:
    """A grade of a finding that comes by itself: mostly 0, else any."""
    return int(rng.integers(1, highest + 1)) if rng.random() < FREE_FINDING else 0


def _osteophytes_and_narrowing(
    kl: int, worst: str, free: bool, rng: np.random.Generator
) -> Readings:
    """Osteophytes and narrowing of a Kellgren-Lawrence grade; drawn until its definition holds."""
    while True:
        # Osteophytes that come by themselves need not be on the side that is narrowed.
        grown = str(rng.choice(["M", "L"])) if free else worst
        drawn: Readings = {}
        for side in "ML":
            mean = OSTEOPHYTE_MEAN[int(side != grown)][kl]
            for bone in "FT":
                drawn[f"XROS{bone}{side}"] = _near(mean, 0.8 if kl > 1 else 0.45, rng)
        other = "L" if worst == "M" else "M"
        drawn[f"XRJS{worst}"] = int(rng.choice(4, p=NARROWING_SHARE[kl]))
        drawn[f"XRJS{other}"] = int(
            rng.choice(3, p=(0.78, 0.15, 0.07)) if drawn[f"XRJS{worst}"] else 0
        )
        if kellgren_lawrence(drawn) == kl:
            return drawn


def draw_joint_space(readings: Readings, rng: np.random.Generator) -> tuple[float, float]:
    """Medial and lateral minimum joint-space width in mm that fit the narrowing grades."""
    widths = []
    for side in "ML":
        grade = readings[f"XRJS{side}"]
        spread = JSW_SPREAD_MM[grade] * float(np.clip(rng.normal(), -1.8, 1.8))
        widths.append(max(0.05, JSW_MEAN_MM[side][grade] + spread))
    return widths[0], widths[1]


def as_array(readings: Readings) -> np.ndarray:
    """Readings in contract order, int8 (19,)."""
    return np.array([readings[name] for name in NAMES], np.int8)
