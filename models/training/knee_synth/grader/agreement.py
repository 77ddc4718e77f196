"""How far the grader agrees with what was read, variable by variable."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from sklearn.metrics import cohen_kappa_score, roc_auc_score

from knee_synth.grader.grades import finding_scores, suggested_grades
from knee_synth.readings import NOT_READ, READINGS, Reading

MEASURE = "quadratic weighted kappa"
_DIGITS = 3
_SEED = 1


@dataclass(frozen=True)
class VariableAgreement:
    """Agreement on one variable; None where it cannot be told.

    Attributes:
        kappa: quadratic weighted kappa (Cohen, Psychol Bull 1968;70:213) with `low` and `high`, its
            95 % bootstrap interval over knees.
        kappa_varied: the same on the films at random exposure, sharpness, shift and crop.
        visibility: area under the receiver operating characteristic of telling any finding from
            none: 0.5 is not visible to the grader at all.
        findings: knees with a grade above the lowest, of the `read` ones.
    """

    kappa: float | None
    low: float | None
    high: float | None
    kappa_varied: float | None
    visibility: float | None
    findings: int
    read: int


def measure_agreement(
    truth: np.ndarray, logits: np.ndarray, logits_varied: np.ndarray, resamples: int = 400
) -> dict[str, Any]:
    """Agreement of the suggestions with the readings of knees that training never saw.

    Args:
        truth: int [n, 19]; `NOT_READ` where there is none.
        logits: float [n, 65] of the films as they are prepared.
        logits_varied: float [n, 65] of the same films, randomly acquired and cropped.
        resamples: bootstrap samples of the interval.

    Returns:
        `measure`, `knees`, and `variables`: a `VariableAgreement` as JSON by name.
    """
    found, found_varied = suggested_grades(logits)[0], suggested_grades(logits_varied)[0]
    scores = finding_scores(logits)
    variables = {}
    for index, reading in enumerate(READINGS):
        read = truth[:, index] != NOT_READ
        of_variable = _agreement(
            reading,
            truth[read, index].astype(np.int64),
            found[read, index],
            found_varied[read, index],
            scores[read, index],
            resamples,
        )
        variables[reading.name] = asdict(of_variable)
    return {"measure": MEASURE, "knees": len(truth), "variables": variables}


def weighted_kappa(truth: np.ndarray, found: np.ndarray, reading: Reading) -> float | None:
    """Quadratic weighted kappa; None where truth and suggestion are one and the same grade."""
    if not len(truth) or (np.ptp(truth) == 0 and np.ptp(found) == 0):
        return None
    labels = list(range(reading.low, reading.high + 1))
    return float(cohen_kappa_score(truth, found, labels=labels, weights="quadratic"))


def _agreement(
    reading: Reading,
    truth: np.ndarray,
    found: np.ndarray,
    found_varied: np.ndarray,
    scores: np.ndarray,
    resamples: int,
) -> VariableAgreement:
    low, high = _interval(reading, truth, found, resamples)
    findings = truth > reading.low
    both = bool(findings.any() and not findings.all())
    return VariableAgreement(
        kappa=_rounded(weighted_kappa(truth, found, reading)),
        low=low,
        high=high,
        kappa_varied=_rounded(weighted_kappa(truth, found_varied, reading)),
        visibility=_rounded(float(roc_auc_score(findings, scores))) if both else None,
        findings=int(findings.sum()),
        read=len(truth),
    )


def _interval(
    reading: Reading, truth: np.ndarray, found: np.ndarray, resamples: int
) -> tuple[float | None, float | None]:
    """95 % percentile interval over resampled knees."""
    generator = np.random.default_rng(_SEED)
    kappas = []
    for _ in range(resamples if len(truth) else 0):
        chosen = generator.integers(len(truth), size=len(truth))
        kappa = weighted_kappa(truth[chosen], found[chosen], reading)
        kappas += [] if kappa is None else [kappa]
    if not kappas:
        return None, None
    low, high = np.percentile(kappas, (2.5, 97.5))
    return _rounded(float(low)), _rounded(float(high))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
