"""The grader's output: the logits of every variable's grades, one variable after the other."""

from itertools import pairwise

import numpy as np
from scipy.special import softmax

from knee_synth.readings import READINGS

#: Grades of every variable; "not read" is none of them.
GRADES_OF = tuple(reading.high - reading.low + 1 for reading in READINGS)
GRADE_COUNT = sum(GRADES_OF)
_ENDS = np.cumsum([0, *GRADES_OF]).tolist()
#: The part of the output that belongs to each variable, in the order of `READINGS`.
VARIABLE_SLICES = tuple(slice(start, end) for start, end in pairwise(_ENDS))


def suggested_grades(logits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The grades that are suggested, and how probable each is.

    A variable's suggestion is the median of its distribution, the grade with the least expected
    distance from the truth (for two grades, the likelier one).

    Args:
        logits: float [n, 65].

    Returns:
        int64 [n, 19] grades, and float [n, 19] probabilities of these grades.
    """
    grades = np.empty((len(logits), len(READINGS)), dtype=np.int64)
    probabilities = np.empty(grades.shape)
    for index, (reading, part) in enumerate(zip(READINGS, VARIABLE_SLICES, strict=True)):
        distribution = softmax(logits[:, part].astype(np.float64), axis=1)
        place = (distribution.cumsum(axis=1) >= 0.5).argmax(axis=1)
        grades[:, index] = place + reading.low
        probabilities[:, index] = np.take_along_axis(distribution, place[:, None], axis=1)[:, 0]
    return grades, probabilities


def finding_scores(logits: np.ndarray) -> np.ndarray:
    """Probability of every variable that its grade is above the lowest, float [n, 19]."""
    return np.stack(
        [1 - softmax(logits[:, p].astype(np.float64), axis=1)[:, 0] for p in VARIABLE_SLICES],
        axis=1,
    )
