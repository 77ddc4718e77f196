"""One volume of a knee after another, each with something changed in what it is made from."""

import numpy as np

from knee_synth.data import KneeFile
from knee_synth.evaluate.measures import psnr, ssim
from knee_synth.evaluate.parts.part import Row
from knee_synth.evaluate.parts.shape import JOINT, joint_measures, overlap
from knee_synth.evaluate.statistics import known, mean_interval, paired_gain
from knee_synth.evaluate.tools import Tools
from knee_synth.geometry import SLICE_PIXELS, VOLUME_SLICES, slice_depths_mm
from knee_synth.measures.joint import BEARING_DEPTH_MM

#: Slices that are scored, evenly spread from the most posterior to the most anterior.
SCORED = tuple(range(2, VOLUME_SLICES, 5))
#: Slices that the joint is measured on.
BEARING = tuple(map(int, np.flatnonzero(np.abs(slice_depths_mm()) <= BEARING_DEPTH_MM)))
#: All that are sampled, in order.
TAKEN = tuple(sorted({*SCORED, *BEARING}))
_SHAPES = ("femur", "tibia", "cartilage")


def scores(tools: Tools, knee: KneeFile, truth: np.ndarray, volume: np.ndarray) -> Row:
    """PSNR and SSIM of the scored slices; with a segmenter also Dice and the joint's errors.

    Args:
        truth: float32 (50, 256, 256) in [0, 1].
        volume: the slices `TAKEN`, likewise.
    """
    scored = [TAKEN.index(index) for index in SCORED]
    return {
        "psnr": psnr(volume[scored], truth[list(SCORED)]),
        "ssim": ssim(volume[scored], truth[list(SCORED)]),
        **_shape(tools, knee, volume),
    }


def compared(rows: list[Row], base: str, variants: tuple[str, ...]) -> Row:
    """Means of every variant, and paired tests that the base is better."""
    whole = [row[base] for row in rows]
    names = [name for name in whole[0] if not name.startswith("error_")]
    errors = [name for name in whole[0] if name.startswith("error_")]
    summary: Row = {base: {"mean": _means(whole)}}
    for variant in variants:
        part = [row[variant] for row in rows]
        losses = {name: paired_gain(_column(whole, name), _column(part, name)) for name in names}
        losses |= {name: paired_gain(_column(part, name), _column(whole, name)) for name in errors}
        summary[variant] = {
            "mean": _means(part),
            "worse": {name: loss for name, loss in losses.items() if len(known([loss["mean"]]))},
        }
    return summary


def in_volume(labels: np.ndarray, taken: tuple[int, ...]) -> np.ndarray:
    """Labels of some slices at their places in an otherwise empty volume, uint8 (50, 256, 256)."""
    volume = np.zeros((VOLUME_SLICES, SLICE_PIXELS, SLICE_PIXELS), dtype=np.uint8)
    volume[list(taken)] = labels
    return volume


def _shape(tools: Tools, knee: KneeFile, volume: np.ndarray) -> Row:
    """Dice of the slices and absolute errors of the joint; empty without a segmenter."""
    if tools.segmentation is None:
        return {}
    reference = tools.reference_labels(knee)
    labels = tools.segmentation(volume, slice_depths_mm()[list(TAKEN)])
    dice = overlap(labels, reference[list(TAKEN)])
    found = joint_measures(in_volume(labels, TAKEN))
    true = joint_measures(reference)
    errors = {}
    for name in JOINT:
        known_both = found[name] is not None and true[name] is not None
        errors[f"error_{name}"] = abs(found[name] - true[name]) if known_both else None
    return {**{f"dice_{name}": dice[name] for name in _SHAPES}, **errors}


def _means(rows: list[Row]) -> Row:
    return {name: mean_interval(_column(rows, name)) for name in rows[0]}


def _column(rows: list[Row], name: str) -> list[float | None]:
    return [row[name] for row in rows]
