"""Statistics over knees: intervals, paired tests, agreement, effect sizes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.stats import bootstrap, pearsonr, wilcoxon

CONFIDENCE = 0.95
LEAST_KNEES = 6
_RESAMPLES = 2000
_SEED = 1
_LIMITS = 1.96

Figures = dict[str, Any]


def known(values: Sequence[float | None]) -> np.ndarray:
    """The finite ones of some values, float64."""
    numbers = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return numbers[np.isfinite(numbers)]


def mean_interval(values: Sequence[float | None]) -> Figures:
    """Mean over knees with its 95 % bootstrap interval (percentile, 2000 resamples of knees).

    Returns:
        `mean`, `low`, `high` and `knees`; the interval is None for fewer than 6 knees, all are
        None without any.
    """
    numbers = known(values)
    figures: Figures = {"mean": None, "low": None, "high": None, "knees": len(numbers)}
    if len(numbers):
        figures["mean"] = float(numbers.mean())
    if len(numbers) >= LEAST_KNEES:
        figures["low"], figures["high"] = _interval((numbers,), _mean)
    return figures


def paired_gain(values: Sequence[float | None], controls: Sequence[float | None]) -> Figures:
    """How far values lie above their controls: mean gain with interval, and one-sided Wilcoxon.

    Knees of which either is unknown are left out. `p` is None for fewer than 6 knees, of which
    no result could be significant at 1 %, and where no pair differs.
    """
    pairs = _pairs(values, controls)
    gains = pairs[0] - pairs[1]
    figures = {**mean_interval(gains.tolist()), "p": None}
    if len(gains) >= LEAST_KNEES and gains.any():
        figures["p"] = float(wilcoxon(gains, alternative="greater").pvalue)
    return figures


def agreement(measured: Sequence[float | None], truth: Sequence[float | None]) -> Figures:
    """Agreement of a measurement with the truth over knees.

    Returns:
        `r` (Pearson) and `mean_absolute_error`, each with its bootstrap interval; `bias` (mean of
        measured minus truth) and `limits` (bias -+ 1.96 standard deviations; Bland and Altman
        1986); `knees`, and `not_measurable`, the knees of which either is unknown.
    """
    pairs = _pairs(measured, truth)
    count = pairs.shape[1]
    figures: Figures = {
        "knees": count,
        "not_measurable": len(measured) - count,
        **dict.fromkeys(("r", "r_interval", "mean_absolute_error", "mae_interval")),
        **dict.fromkeys(("bias", "limits")),
    }
    if not count:
        return figures
    difference = pairs[0] - pairs[1]
    figures["bias"] = float(difference.mean())
    figures["mean_absolute_error"] = float(np.abs(difference).mean())
    if count >= LEAST_KNEES:
        spread = _LIMITS * float(difference.std(ddof=1))
        figures["limits"] = [figures["bias"] - spread, figures["bias"] + spread]
        figures["mae_interval"] = _interval((np.abs(difference),), _mean)
        if np.ptp(pairs[0]) > 0 and np.ptp(pairs[1]) > 0:
            figures["r"] = float(pearsonr(*pairs).statistic)
            figures["r_interval"] = _interval((pairs[0], pairs[1]), _correlation)
    return figures


def cohens_d(first: Sequence[float | None], second: Sequence[float | None]) -> float | None:
    """Effect size of second over first: mean difference by the pooled standard deviation.

    The root mean square of both deviations is the pool (Cohen 1988, equal group sizes). None for
    fewer than 2 knees or without any spread.
    """
    pairs = _pairs(first, second)
    if pairs.shape[1] < 2:
        return None
    pooled = float(np.sqrt((pairs.var(axis=1, ddof=1)).mean()))
    return float((pairs[1] - pairs[0]).mean()) / pooled if pooled > 0 else None


def _pairs(first: Sequence[float | None], second: Sequence[float | None]) -> np.ndarray:
    """Float64 (2, n): the pairs of which both are finite."""
    table = np.array(
        [[np.nan if v is None else v for v in first], [np.nan if v is None else v for v in second]],
        dtype=np.float64,
    )
    return table[:, np.isfinite(table).all(axis=0)]


def _interval(samples: tuple[np.ndarray, ...], statistic: Any) -> list[float] | None:
    """95 % percentile interval of a statistic over resampled knees."""
    if any(np.ptp(sample) == 0 for sample in samples):
        value = float(statistic(*samples))
        return [value, value] if np.isfinite(value) else [None, None]
    interval = bootstrap(
        samples,
        statistic,
        paired=len(samples) > 1,
        vectorized=True,
        n_resamples=_RESAMPLES,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    return [float(interval.low), float(interval.high)]


def _mean(sample: np.ndarray, axis: int = -1) -> np.ndarray:
    return np.mean(sample, axis=axis)


def _correlation(first: np.ndarray, second: np.ndarray, axis: int = -1) -> np.ndarray:
    a = first - first.mean(axis=axis, keepdims=True)
    b = second - second.mean(axis=axis, keepdims=True)
    scale = np.sqrt((a**2).sum(axis=axis) * (b**2).sum(axis=axis))
    return (a * b).sum(axis=axis) / np.maximum(scale, 1e-12)
