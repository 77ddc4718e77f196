"""The loss of graded readings."""

import torch
from torch.nn import functional

from knee_synth.grader.grades import VARIABLE_SLICES
from knee_synth.readings import NOT_READ, READINGS


def grading_loss(logits: torch.Tensor, grades: torch.Tensor) -> torch.Tensor:
    """Cross-entropy plus ranked probability score, the mean over variables of means over readings.

    The score (Epstein, J Appl Meteorol 1969;8:985) is the squared distance of the cumulative
    distributions, so that a grade far from the truth costs more than its neighbour. Both are least
    for the true probabilities. What was not read counts nowhere.

    Args:
        logits: float [B,65].
        grades: int [B,19]; `NOT_READ` where there is none.
    """
    losses = []
    for index, (reading, part) in enumerate(zip(READINGS, VARIABLE_SLICES, strict=True)):
        read = grades[:, index] != NOT_READ
        if read.any():
            truth = grades[read, index].long() - reading.low
            losses.append(_loss_of_variable(logits[read, part], truth))
    return torch.stack(losses).mean() if losses else logits.sum() * 0


def _loss_of_variable(logits: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    cumulative = logits.softmax(dim=1).cumsum(dim=1)
    steps = functional.one_hot(truth, logits.shape[1]).cumsum(dim=1)
    score = ((cumulative - steps) ** 2).sum(dim=1).mean()
    return functional.cross_entropy(logits, truth) + score
