"""Synthetic volumes against the truth, the wrong patient and the mean volume; depth; continuity."""

from knee_synth.data import KneeFile
from knee_synth.evaluate.case import truth_of, wrong_patient
from knee_synth.evaluate.measures import (
    depth_agreement,
    depth_agreement_by_correlation,
    psnr,
    slice_change,
    smooth_slice_change,
    ssim,
)
from knee_synth.evaluate.parts.part import Part, Row
from knee_synth.evaluate.statistics import mean_interval, paired_gain
from knee_synth.evaluate.tools import Tools

CONTROLS = ("wrong_patient", "mean_volume")


def measure(tools: Tools, knee: KneeFile) -> Row:
    """Scores of one knee's synthetic volume."""
    volume, truth = tools.synthetic(knee), truth_of(knee)
    wrong = truth_of(wrong_patient(tools.knees, knee))
    return {
        "psnr": psnr(volume, truth),
        "ssim": ssim(volume, truth),
        "psnr_wrong_patient": psnr(volume, wrong),
        "ssim_wrong_patient": ssim(volume, wrong),
        "psnr_mean_volume": psnr(tools.mean_volume, truth),
        "ssim_mean_volume": ssim(tools.mean_volume, truth),
        "depth_within_one_slice": depth_agreement(volume, truth),
        "depth_within_one_slice_by_correlation": depth_agreement_by_correlation(volume, truth),
        "slice_change": slice_change(volume),
        "slice_change_truth": slice_change(truth),
        "smooth_slice_change": smooth_slice_change(volume),
        "smooth_slice_change_truth": smooth_slice_change(truth),
    }


def summarise(rows: list[Row]) -> Row:
    """Means with intervals, and paired tests of the own patient above both controls."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return {
        "mean": {name: mean_interval(values) for name, values in columns.items()},
        "tests": {
            f"{score}_above_{control}": paired_gain(columns[score], columns[f"{score}_{control}"])
            for score in ("psnr", "ssim")
            for control in CONTROLS
        },
    }


PART = Part("synthesis", "Synthesis against the truth", measure, summarise)
