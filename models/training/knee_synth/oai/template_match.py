"""Weighted correlation of a template with every place of a picture or volume, by FFT."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage
from scipy.fft import irfftn, next_fast_len, rfftn

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


class Picture:
    """A picture or volume whose spectra are kept, as it is compared with many templates.

    Args:
        values: local contrast.
        known: bool of the same shape; only these values count.
        largest: shape of the largest template.
    """

    def __init__(self, values: np.ndarray, known: np.ndarray, largest: tuple[int, ...]) -> None:
        self.shape = values.shape
        self._padded = [
            next_fast_len(n + m - 1, real=True) for n, m in zip(self.shape, largest, strict=True)
        ]
        mask = known.astype(np.float64)
        seen = values * mask
        self._mask, self._seen, self._squares = (
            rfftn(array, self._padded) for array in (mask, seen, seen**2)
        )

    def scores(self, template: Template) -> np.ndarray:
        """Correlation -1 to 1 of the template centred on every sample.

        What lies beyond the known part does not count, but lowers the score by the root of its
        share; -1 where less than half of the template's weight is known (the engine's
        `matchScore`).
        """
        mean, weights = template.mean, template.weights
        turned = (slice(None, None, -1),) * weights.ndim
        plain, once, twice = (
            rfftn((weights * mean**power)[turned], self._padded) for power in range(3)
        )
        same = tuple(
            slice((m - 1) // 2, (m - 1) // 2 + n)
            for n, m in zip(self.shape, weights.shape, strict=True)
        )

        def around(spectrum: np.ndarray, kernel: np.ndarray) -> np.ndarray:
            return irfftn(spectrum * kernel, self._padded)[same]

        w, wt, wtt = (around(self._mask, kernel) for kernel in (plain, once, twice))
        wf, wft = (around(self._seen, kernel) for kernel in (plain, once))
        wff = around(self._squares, plain)
        cover = w / weights.sum()
        total = np.maximum(w, 1e-9)
        variances = np.maximum((wtt - wt**2 / total) * (wff - wf**2 / total), 0.0)
        correlation = (wft - wf * wt / total) / np.sqrt(variances + 1e-9)
        return np.where(cover >= _LEAST_COVER, correlation * np.sqrt(np.maximum(cover, 0.0)), -1.0)


def best_matches(
    values: np.ndarray,
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
    picture = Picture(values, known, template.resized(max(scales), mirrored=False).mean.shape)
    kept: list[Match] = []
    for mirrored in (False, True):
        found: list[Match] = []
        for scale in scales:
            scores = picture.scores(template.resized(scale, mirrored))
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
