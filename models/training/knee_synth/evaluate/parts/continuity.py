"""Continuity from slice to slice, at the standard depths and at twice as many."""

from knee_synth.data import KneeFile
from knee_synth.evaluate.case import Case, truth_of
from knee_synth.evaluate.measures import slice_change, smooth_slice_change
from knee_synth.evaluate.parts.part import Part, Row
from knee_synth.evaluate.statistics import mean_interval, paired_gain
from knee_synth.evaluate.tools import Tools
from knee_synth.geometry import VOLUME_SLICES, slice_depths_mm

TWICE = 2 * VOLUME_SLICES


def measure(tools: Tools, knee: KneeFile) -> Row:
    """Mean change between neighbours of the truth, the standard volume and one of 100 slices.

    The noise of a slice is defined by its depth, so both volumes are samplings of one knee.
    """
    case, volume, truth = Case.of(knee), tools.synthetic(knee), truth_of(knee)
    options = tools.setup.options_of(knee)
    twice = tools.sample(case.radiograph, case.grades, slice_depths_mm(TWICE), options)
    return {
        "truth": slice_change(truth),
        "standard": slice_change(volume),
        "twice": slice_change(twice),
        "smooth_truth": smooth_slice_change(truth),
        "smooth_standard": smooth_slice_change(volume),
        "smooth_twice": smooth_slice_change(twice),
    }


def summarise(rows: list[Row]) -> Row:
    """Means with intervals, and the paired test that twice the slices change less."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return {
        "mean": {name: mean_interval(values) for name, values in columns.items()},
        "twice_lower": paired_gain(columns["standard"], columns["twice"]),
    }


PART = Part("continuity", "Continuity at twice the depths", measure, summarise, knees=8)
