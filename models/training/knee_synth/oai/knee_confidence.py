"""How surely a place that looks like a knee is one: the engine's `kneeLikeness` and `confidenceOf`.

The model of likeness is the engine's; `python -m knee_synth.oai.make_templates` copies it.
"""

import re
from base64 import b64decode
from functools import cache
from pathlib import Path

import numpy as np

from knee_synth.oai.template_match import Match
from knee_synth.region.likeness import Likeness, Place, features_at

LIKENESS_FILE = Path(__file__).parent / "templates" / "likeness.npz"
#: From this confidence on a knee counts as found surely (the engine's `SURE_CONFIDENCE`).
SURE = 0.5
#: Correlation at which confidence is nothing, and from which on it is not bounded by it.
_NO_KNEE_SCORE, _CLEAR_SCORE = 0.2, 0.45


def likeness_at(contrast: np.ndarray, match: Match) -> float:
    """How likely a place is a knee's joint centre, 0 to 1.

    Args:
        contrast: local contrast of a film on a grid of 2 mm, which `match` is a place of.
    """
    row, column = match.place
    features = features_at(contrast, Place(row, column, match.scale, match.mirrored))
    return float(1 / (1 + np.exp(-_model().logits(features))))


def confidence_of(likeness: float, score: float) -> float:
    """Confidence 0 to 1 out of likeness and correlation: the likeness, where the correlation is
    not too low for it."""
    most = (score - _NO_KNEE_SCORE) / (_CLEAR_SCORE - _NO_KNEE_SCORE)
    return max(0.0, min(likeness, most))


def engine_likeness(source: str) -> Likeness:
    """The model out of the text of the engine's `kneeLikenessData.ts`."""

    def number(name: str) -> float:
        return float(re.search(rf"{name} = (-?[\d.e-]+);", source)[1])

    steps = b64decode(re.search(r"WEIGHTS =\s*'([^']+)';", source)[1])
    weights = np.frombuffer(steps, np.int8).astype(np.float64) * number("WEIGHT_STEP")
    return Likeness(weights, number("BIAS"))


def store_likeness(path: Path, model: Likeness) -> None:
    """Writes weights and bias of a model."""
    np.savez_compressed(path, weights=model.weights, bias=np.array(model.bias))


def load_likeness(path: Path) -> Likeness:
    """What `store_likeness` wrote."""
    with np.load(path) as stored:
        return Likeness(stored["weights"], float(stored["bias"]))


@cache
def _model() -> Likeness:
    return load_likeness(LIKENESS_FILE)
