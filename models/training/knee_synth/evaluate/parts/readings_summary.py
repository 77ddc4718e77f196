"""Sums up over knees what the readings steer."""

import numpy as np

from knee_synth.evaluate.parts.part import Row
from knee_synth.evaluate.statistics import cohens_d, mean_interval, paired_gain

GRADES = (0, 1, 2, 3)
#: Lesions by the stem of their reading's name, with the highest grade.
LESIONS = {"XROS": 3, "XRSC": 3, "XRCY": 1}
SPACE = {"M": "medial_mm", "L": "lateral_mm"}
_OTHER = {"M": "L", "L": "M"}


def summarise(rows: list[Row]) -> Row:
    """Figures with the radiograph given and withheld."""
    return {
        name: {
            "narrowing": {
                side: narrowing_figures([row[name]["narrowing"][side] for row in rows], side)
                for side in "ML"
            },
            "lesions": _lesions([row[name]["lesions"] for row in rows]),
        }
        for name in ("given", "withheld")
    }


def narrowing_figures(sweeps: list[list[Row]], side: str) -> Row:
    """Effect of one side's narrowing on both spaces.

    Args:
        sweeps: of every knee the joint measures at grade 0 to 3.

    Returns:
        `own_mm` and `other_mm`: mean space at every grade. `monotonic`: whether the own means fall
        at every grade; `monotonic_knees`: share of knees that never widen. `own_change_mm` and
        `other_change_mm`: change from grade 0 to 3; `other_absolute_change_mm`: its size without
        sign. `mm_a_grade`: slope of a line through the grades. `cohens_d` of own space, 3 over 0.
    """
    own = _table(sweeps, SPACE[side])
    other = _table(sweeps, SPACE[_OTHER[side]])
    complete = own[np.isfinite(own).all(axis=1)]
    means = [mean_interval(column.tolist()) for column in own.T]
    levels = [figure["mean"] for figure in means]
    slopes = np.polyfit(GRADES, complete.T, 1)[0] if len(complete) else np.zeros(0)
    falling = (np.diff(complete, axis=1) <= 0).all(axis=1)
    other_change = other[:, -1] - other[:, 0]
    return {
        "own_mm": means,
        "other_mm": [mean_interval(column.tolist()) for column in other.T],
        "monotonic": None not in levels and bool((np.diff(levels) < 0).all()),
        "monotonic_knees": float(falling.mean()) if len(complete) else None,
        "own_change_mm": mean_interval((own[:, -1] - own[:, 0]).tolist()),
        "other_change_mm": mean_interval(other_change.tolist()),
        "other_absolute_change_mm": mean_interval(np.abs(other_change).tolist()),
        "mm_a_grade": mean_interval(slopes.tolist()),
        "cohens_d": cohens_d(own[:, 0].tolist(), own[:, -1].tolist()),
    }


def lesion_figures(changes: list[Row]) -> Row:
    """Effect of one lesion on its corner against the other corners and the rest of the body."""
    grey = [change["grey"] for change in changes]
    own, others = [g["own"] for g in grey], [g["others"] for g in grey]
    figures: Row = {
        "own": mean_interval(own),
        "others": mean_interval(others),
        "rest": mean_interval([g["rest"] for g in grey]),
        "signed": mean_interval([g["signed"] for g in grey]),
        "own_is_largest": float(np.mean([g["own_is_largest"] for g in grey])),
        "own_above_others": paired_gain(own, others),
        "cohens_d": cohens_d(others, own),
    }
    if "bone_mm2" in changes[0]:
        growth = [change["bone_mm2"] for change in changes]
        figures["bone_mm2"] = {
            "own": mean_interval([g["own"] for g in growth]),
            "others": mean_interval([g["others"] for g in growth]),
            "own_above_others": paired_gain(
                [g["own"] for g in growth], [g["others"] for g in growth]
            ),
        }
    return figures


def _lesions(rows: list[Row]) -> Row:
    """Figures of every lesion at every corner, and of each kind as every knee's mean corner."""
    names = sorted({name for row in rows for name in row})
    by_knee = {
        stem: [[change for name, change in row.items() if name.startswith(stem)] for row in rows]
        for stem in LESIONS
    }
    return {
        "by_corner": {
            name: lesion_figures([row[name] for row in rows if name in row]) for name in names
        },
        "by_kind": {
            stem: lesion_figures([_mean_change(changes) for changes in found if changes])
            for stem, found in by_knee.items()
            if any(found)
        },
    }


def _mean_change(changes: list[Row]) -> Row:
    """One knee's mean over its corners."""
    return {
        group: {
            name: float(np.mean([change[group][name] for change in changes]))
            for name in changes[0][group]
        }
        for group in changes[0]
    }


def _table(sweeps: list[list[Row]], space: str) -> np.ndarray:
    """Space in mm, float64 (knees, grades), NaN where it could not be measured."""
    values = [[at_grade[space] for at_grade in sweep] for sweep in sweeps]
    return np.array([[np.nan if v is None else v for v in row] for row in values], dtype=float)
