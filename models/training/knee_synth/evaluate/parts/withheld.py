"""What withholding depth, readings or radiograph costs: a first form of the paper's ablation.

The networks are not trained anew. Readings and radiograph have a code for "not given" that the
training used; depth has none, so that withholding it means asking for the joint centre (0 mm) at
every depth. That shows how far the picture obeys depth, not what a network could do that was
trained without it.
"""

import numpy as np

from knee_synth.data import KneeFile
from knee_synth.evaluate.case import Case, truth_of
from knee_synth.evaluate.measures import psnr, ssim
from knee_synth.evaluate.parts.part import Part, Row
from knee_synth.evaluate.parts.shape import JOINT, joint_measures, overlap
from knee_synth.evaluate.statistics import known, mean_interval, paired_gain
from knee_synth.evaluate.tools import Tools
from knee_synth.geometry import SLICE_PIXELS, VOLUME_SLICES, slice_depths_mm
from knee_synth.measures.joint import BEARING_DEPTH_MM

#: Slices that are scored, evenly spread from the most posterior to the most anterior.
SCORED = tuple(range(2, VOLUME_SLICES, 5))
#: Slices that the joint is measured on.
BEARING = tuple(map(int, np.flatnonzero(np.abs(slice_depths_mm()) <= BEARING_DEPTH_MM)))
VARIANTS = ("readings", "radiograph", "radiograph_and_readings", "depth", "everything")
_CENTRE_MM = np.zeros(1)
_SCORES = ("psnr", "ssim")
_SHAPES = ("femur", "tibia", "cartilage")


def measure(tools: Tools, knee: KneeFile) -> Row:
    """Scores of one knee with nothing and with each input withheld."""
    case, truth, options = Case.of(knee), truth_of(knee), tools.setup.options_of(knee)
    taken = sorted({*SCORED, *BEARING})
    depths = slice_depths_mm()[taken]
    centre = np.zeros(len(taken), dtype=np.intp)
    volumes = {
        "nothing": tools.synthetic(knee)[taken],
        "readings": tools.sample(case.radiograph, None, depths, options),
        "radiograph": tools.sample(None, case.grades, depths, options),
        "radiograph_and_readings": tools.sample(None, None, depths, options),
        "depth": tools.sample(case.radiograph, case.grades, _CENTRE_MM, options)[centre],
        "everything": tools.sample(None, None, _CENTRE_MM, options)[centre],
    }
    scored = [taken.index(index) for index in SCORED]
    rows = {}
    for name, volume in volumes.items():
        rows[name] = {
            "psnr": psnr(volume[scored], truth[list(SCORED)]),
            "ssim": ssim(volume[scored], truth[list(SCORED)]),
            **_shape(tools, knee, volume, taken),
        }
    return rows


def summarise(rows: list[Row]) -> Row:
    """Means of every variant, and paired tests that nothing withheld is better."""
    whole = [row["nothing"] for row in rows]
    names = [name for name in whole[0] if not name.startswith("error_")]
    errors = [name for name in whole[0] if name.startswith("error_")]
    summary: Row = {"nothing": {"mean": _means(whole)}}
    for variant in VARIANTS:
        part = [row[variant] for row in rows]
        losses = {name: paired_gain(_column(whole, name), _column(part, name)) for name in names}
        losses |= {name: paired_gain(_column(part, name), _column(whole, name)) for name in errors}
        summary[variant] = {
            "mean": _means(part),
            "worse": {name: loss for name, loss in losses.items() if len(known([loss["mean"]]))},
        }
    return summary


def _shape(tools: Tools, knee: KneeFile, volume: np.ndarray, taken: list[int]) -> Row:
    """Dice of the scored slices and absolute errors of the joint; empty without a segmenter."""
    if tools.segmentation is None:
        return {}
    reference = tools.reference_labels(knee)
    labels = tools.segmentation(volume, slice_depths_mm()[taken])
    scores = overlap(labels, reference[taken])
    found = joint_measures(in_volume(labels, taken))
    true = joint_measures(reference)
    errors = {}
    for name in JOINT:
        known_both = found[name] is not None and true[name] is not None
        errors[f"error_{name}"] = abs(found[name] - true[name]) if known_both else None
    return {**{f"dice_{name}": scores[name] for name in _SHAPES}, **errors}


def in_volume(labels: np.ndarray, taken: list[int] | tuple[int, ...]) -> np.ndarray:
    """Labels of some slices at their places in an otherwise empty volume, uint8 (50, 256, 256)."""
    volume = np.zeros((VOLUME_SLICES, SLICE_PIXELS, SLICE_PIXELS), dtype=np.uint8)
    volume[list(taken)] = labels
    return volume


def _means(rows: list[Row]) -> Row:
    return {name: mean_interval(_column(rows, name)) for name in rows[0]}


def _column(rows: list[Row], name: str) -> list[float | None]:
    return [row[name] for row in rows]


PART = Part(
    "withheld",
    "Inputs withheld",
    measure,
    summarise,
    knees=24,
    uses=("segmenter",),
    settings={"slices": [*SCORED]},
)
