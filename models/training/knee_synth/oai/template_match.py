"""Weighted correlation of a template with every place of a picture or volume, by FFT."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage
from scipy.signal import fftconvolve

from knee_synth.oai.template import Template

#: Of the template's weight, what must lie on the picture.
_LEAST_COVER = 0.5
_NEIGHBOURHOOD = 5


@dataclass(frozen=True)
class Match:
    """A place that looks like a knee.

    `place` is in samples (to fractions) of the picture's grid, `scale` the size over the average
    knee's, `score` at most 1.
    """

    place: tuple[float, ...]
    scale: float
    mirrored: bool
    score: float


def match_scores(picture: np.ndarray, known: np.ndarray, template: Template) -> np.ndarray:
    """Correlation -1 to 1 of the template centred on every sample of `picture`.

    What lies beyond the known part does not count, but lowers the score by the root of its share;
    -1 where less than half of the template's weight is known (the engine's `matchScore`).
    """
    mask = known.astype(np.float64)
    values = picture * mask
    mean, weights = template.mean, template.weights

    def around(array: np.ndarray, kernel: np.ndarray) -> np.ndarray:
        return fftconvolve(array, kernel[(slice(None, None, -1),) * kernel.ndim], mode="same")

    w = around(mask, weights)
    wt = around(mask, weights * mean)
    wtt = around(mask, weights * mean**2)
    wf = around(values, weights)
    wff = around(values**2, weights)
    wft = around(values, weights * mean)
    cover = w / weights.sum()
    seen = np.maximum(w, 1e-9)
    variances = np.maximum((wtt - wt**2 / seen) * (wff - wf**2 / seen), 0.0)
    score = (wft - wf * wt / seen) / np.sqrt(variances + 1e-9) * np.sqrt(np.maximum(cover, 0.0))
    return np.where(cover >= _LEAST_COVER, score, -1.0)


def best_matches(
    picture: np.ndarray,
    known: np.ndarray,
    template: Template,
    scales: tuple[float, ...],
    apart: float,
    count: int,
    border: tuple[float, ...] | None = None,
) -> list[Match]:
    """The best places of either side at any of the scales, the best first.

    Args:
        border: places closer to the ends of an axis than this, in samples, are left out.
        apart: places of one side closer than this, in samples, are of the same knee.
        count: how many places of each side to keep.
    """
    kept: list[Match] = []
    for mirrored in (False, True):
        found: list[Match] = []
        for scale in scales:
            scores = match_scores(picture, known, template.resized(scale, mirrored))
            found += _peaks(_within(scores, border), scale, mirrored, 4 * count)
        own: list[Match] = []
        for match in sorted(found, key=lambda each: -each.score):
            if all(np.linalg.norm(np.subtract(match.place, o.place)) >= apart for o in own):
                own.append(match)
        kept += own[:count]
    return sorted(kept, key=lambda each: -each.score)


def _within(scores: np.ndarray, border: tuple[float, ...] | None) -> np.ndarray:
    if border is None:
        return scores
    inside = np.ones(scores.shape, dtype=bool)
    for axis, (size, margin) in enumerate(zip(scores.shape, border, strict=True)):
        at = np.arange(size)
        keep = np.minimum(at, size - 1 - at) >= margin
        inside &= keep.reshape([-1 if axis == other else 1 for other in range(scores.ndim)])
    return np.where(inside, scores, -1.0)


def _peaks(scores: np.ndarray, scale: float, mirrored: bool, count: int) -> list[Match]:
    highest = ndimage.maximum_filter(scores, _NEIGHBOURHOOD, mode="nearest")
    places = np.argwhere((scores == highest) & (scores > 0))
    order = np.argsort(-scores[tuple(places.T)])[:count]
    return [
        Match(_refined(scores, places[i]), scale, mirrored, float(scores[tuple(places[i])]))
        for i in order
    ]


def _refined(scores: np.ndarray, place: np.ndarray) -> tuple[float, ...]:
    """The peak's place to a fraction of a sample, by a parabola along every axis."""
    fine = []
    for axis, at in enumerate(place):
        shift = 0.0
        if 0 < at < scores.shape[axis] - 1:
            around = [
                scores[tuple(place + step * np.eye(len(place), dtype=int)[axis])]
                for step in (-1, 0, 1)
            ]
            bend = around[0] - 2 * around[1] + around[2]
            if bend < 0 and min(around) > -1:
                shift = 0.5 * (around[0] - around[2]) / bend
        fine.append(float(at + shift))
    return tuple(fine)
