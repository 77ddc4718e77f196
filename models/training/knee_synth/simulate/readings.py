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
JSW_MEAN_MM = {"M": (4.7, 3.3, 2.0, 0.6), "L": (5.3, 3.7, 2.2, 0.7)}
JSW_SPREAD_MM = (0.45, 0.25, 0.25, 0.2)

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
    """Readings of one knee, correlated through a latent severity of each compartment.

    A third of the knees are healthy. Severity is drawn much more evenly than in a cohort, so
    that all
    grades are seen often enough to be learned; a tenth of the knees draw every reading freely.
    """
    severity = {"M": 0.0, "L": 0.0}
    if rng.random() > 0.33:
        worst = rng.choice(["M", "L"], p=[0.62, 0.38])
        other = "L" if worst == "M" else "M"
        severity[worst] = rng.beta(1.5, 1.1)
        severity[other] = severity[worst] * rng.beta(1.0, 3.5)

    free = rng.random() < 0.1

    def grade(side: str, highest: int, start: float, spread: float = 0.12) -> int:
        if free:
            return int(rng.integers(0, highest + 1)) if rng.random() < 0.5 else 0
        level = severity[side] + rng.normal(0, spread * (0.4 + 0.6 * severity[side]))
        return int(np.clip(np.ceil((level - start) / (1.02 - start) * highest), 0, highest))

    readings: Readings = {}
    for side in "ML":
        readings[f"XRJS{side}"] = grade(side, 3, 0.2)
        for bone in "FT":
            readings[f"XROS{bone}{side}"] = grade(side, 3, 0.18, 0.2)
            readings[f"XRSC{bone}{side}"] = grade(side, 3, 0.4, 0.15)
            readings[f"XRCY{bone}{side}"] = int(
                rng.random() < 0.45 * max(0.0, severity[side] - 0.3) + 0.05 * free
            )
        readings[f"XRATT{side}"] = grade(side, 3, 0.7, 0.1)
        readings[f"XRCH{side}"] = int(rng.random() < 0.06)
    readings["XRKL"] = kellgren_lawrence(readings)
    return {name: readings[name] for name in NAMES}


def draw_joint_space(readings: Readings, rng: np.random.Generator) -> tuple[float, float]:
    """Medial and lateral minimum joint-space width in mm that fit the narrowing grades."""
    widths = []
    for side in "ML":
        grade = readings[f"XRJS{side}"]
        spread = JSW_SPREAD_MM[grade] * float(np.clip(rng.normal(), -1.8, 1.8))
        widths.append(max(0.2, JSW_MEAN_MM[side][grade] + spread))
    return widths[0], widths[1]


def as_array(readings: Readings) -> np.ndarray:
    """Readings in contract order, int8 (19,)."""
    return np.array([readings[name] for name in NAMES], np.int8)
