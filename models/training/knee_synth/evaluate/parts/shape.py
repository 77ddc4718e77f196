"""Shape of the synthetic anatomy: overlap of bones and cartilage, joint space, joint line."""

import numpy as np

from knee_synth.data import KneeFile
from knee_synth.evaluate.case import READING_PLACE, stored_labels, truth_of
from knee_synth.evaluate.measures import dice
from knee_synth.evaluate.parts.part import Part, PartError, Row
from knee_synth.evaluate.segmentation import STRUCTURES, Segmentation
from knee_synth.evaluate.statistics import agreement, mean_interval
from knee_synth.evaluate.tools import Tools
from knee_synth.geometry import slice_depths_mm
from knee_synth.measures.joint import joint_line_convergence_deg, joint_space_widths_mm
from knee_synth.readings import NOT_READ

JOINT = ("medial_mm", "lateral_mm", "convergence_deg")
#: The reading that grades the narrowing of a joint space.
NARROWING = {"medial_mm": "XRJSM", "lateral_mm": "XRJSL"}


def measure(tools: Tools, knee: KneeFile) -> Row:
    """Overlap and joint measures of the synthetic volume, and of the true one as the floor.

    Both volumes are segmented by the same network. The truth is measured on the true labels;
    `recorded` is what the simulation noted down, an independent check.
    """
    segment = segmentation_of(tools)
    depths, reference = slice_depths_mm(), tools.reference_labels(knee)
    synthetic = segment(tools.synthetic(knee), depths)
    acquired = segment(truth_of(knee), depths)
    return {
        "reference": "segmented truth" if stored_labels(knee) is None else "labels",
        "dice": overlap(synthetic, reference),
        "dice_true_mri": overlap(acquired, reference),
        "truth": joint_measures(reference),
        "synthetic": joint_measures(synthetic),
        "true_mri": joint_measures(acquired),
        "recorded": _recorded(knee),
        "redrawn_by": segment.redrawn_by,
        "segmenters": {"count": segment.count, "redrawn": segment.redrawn},
        "narrowing": _narrowing(knee),
    }


def summarise(rows: list[Row]) -> Row:
    """Mean overlaps with intervals, and agreement of every joint measure with the truth."""
    return {
        "references": sorted({row["reference"] for row in rows}),
        "redrawn_by": rows[0].get("redrawn_by"),
        "segmenters": rows[0].get("segmenters"),
        "by_narrowing": {name: _by_narrowing(rows, name) for name in NARROWING},
        **{
            source: {
                name: mean_interval([row[source][name] for row in rows]) for name in STRUCTURES
            }
            for source in ("dice", "dice_true_mri")
        },
        **{
            f"{source}_against_{target}": {
                name: agreement(
                    [row[source][name] for row in rows], [row[target][name] for row in rows]
                )
                for name in JOINT
            }
            for source, target in (
                ("synthetic", "truth"),
                ("true_mri", "truth"),
                ("synthetic", "recorded"),
                ("truth", "recorded"),
            )
        },
    }


def _by_narrowing(rows: list[Row], name: str) -> list[Row]:
    """Agreement of a width with the truth among the knees of each grade of its narrowing.

    Over all knees a width agrees well that tells narrowed from not narrowed and nothing else.
    """
    found = []
    for grade in range(4):
        same = [row for row in rows if row.get("narrowing", {}).get(name) == grade]
        if same:
            truth = [row["truth"][name] for row in same]
            sources = {
                source: agreement([row[source][name] for row in same], truth)
                for source in ("synthetic", "true_mri")
            }
            found.append({"grade": grade, "truth": mean_interval(truth), **sources})
    return found


def segmentation_of(tools: Tools) -> Segmentation:
    """The segmenter.

    Raises:
        PartError: the evaluation has none.
    """
    if tools.segmentation is None:
        raise PartError("this part needs a trained segmenter: --segmenter DIR")
    return tools.segmentation


def overlap(labels: np.ndarray, reference: np.ndarray) -> dict[str, float | None]:
    """Dice of every structure; None where neither volume has it."""
    scores = {}
    for name, tissues in STRUCTURES.items():
        scores[name] = number(dice(np.isin(labels, tissues), np.isin(reference, tissues)))
    return scores


def joint_measures(labels: np.ndarray) -> dict[str, float | None]:
    """Joint-space widths (mm) and joint-line convergence angle (degrees); None if unknown."""
    medial, lateral = joint_space_widths_mm(labels)
    values = (medial, lateral, joint_line_convergence_deg(labels))
    return dict(zip(JOINT, map(number, values), strict=True))


def number(value: float) -> float | None:
    """A finite number, or None: JSON knows no NaN."""
    return float(value) if np.isfinite(value) else None


def _narrowing(knee: KneeFile) -> dict[str, int | None]:
    """Grade of narrowing of either compartment; None where it was not read."""
    grades = knee.load("readings")
    found = {name: int(grades[READING_PLACE[reading]]) for name, reading in NARROWING.items()}
    return {name: None if grade == NOT_READ else grade for name, grade in found.items()}


def _recorded(knee: KneeFile) -> dict[str, float | None]:
    medial, lateral = knee.load("jsw_mm")
    angle = knee.meta.get("jlca_deg")
    values = (medial, lateral, np.nan if angle is None else angle)
    return dict(zip(JOINT, map(number, values), strict=True))


PART = Part(
    "shape",
    "Shape and joint space",
    measure,
    summarise,
    needs="segmenter",
    uses=("segmenter",),
)
