"""Makes the model by which the engine tells whether a place that it found is a knee.

    python -m knee_synth region-films --data CACHE --anatomy DIR --atlas FOLDER \\
           --first 100 --last 125 --out FILMS
    python -m knee_synth region-likeness CACHE FILMS \\
           ../../engine/src/radiograph/kneeLikenessData.ts

The template of `region-template` comes first, and goes to the importer of OAI films as it tells.
The importer has the same model, too: run `python -m knee_synth.oai.make_templates
--engine-likeness` afterwards. A fifth of the knees at a time is judged by a model of the others;
the bias is set so that of the mistakes the template makes, one in a hundred is still taken for a
knee.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ..data.cache import list_knees
from ..simulate.population import TEST_KNEES
from .examples import IMPORTANCE, Example, of_cached_knee, of_film, read_films
from .likeness import Likeness, engine_source, fit

_STREAM = 22
_FOLDS = 5
RIDGE = 3e-4
#: Of the mistakes, those that are taken for a knee.
MISTAKEN_SHARE = 0.01


def collect(data: Path, films: Path, count: int) -> tuple[list[Example], np.ndarray]:
    """Examples, and the id of the knee that each is of.

    Raises:
        ValueError: the films are of test knees.
    """
    examples: list[Example] = []
    ids: list[int] = []
    for knee in tqdm(list_knees(data, ("train",))[:count], unit="knee"):
        own = list(of_cached_knee(knee, np.random.default_rng([_STREAM, knee.knee_id])))
        examples += own
        ids += [knee.knee_id] * len(own)
    for film in tqdm(list(read_films(films)), unit="film"):
        if film.knee_id < TEST_KNEES:
            raise ValueError("the films are of test knees; make some of knees from 100 on")
        own = list(of_film(film))
        examples += own
        ids += [film.knee_id] * len(own)
    return examples, np.array(ids)


def model_of(examples: Sequence[Example]) -> Likeness:
    """The model that examples make."""
    kinds = [example.kind for example in examples]
    importance = np.array([IMPORTANCE[kind] for kind in kinds])
    is_knee = np.array([kind == "knee" for kind in kinds])
    return fit(_features(examples), is_knee, importance, RIDGE)


def held_out_logits(examples: Sequence[Example], ids: np.ndarray) -> np.ndarray:
    """Log odds of each example by a model of other knees' examples."""
    logits = np.zeros(len(examples))
    for fold in range(_FOLDS):
        out = ids % _FOLDS == fold
        model = model_of([example for example, o in zip(examples, out, strict=True) if not o])
        logits[out] = model.logits(_features(examples)[out])
    return logits


def report(examples: Sequence[Example], logits: np.ndarray) -> str:
    """How many examples of a kind are taken for a knee."""
    kinds = np.array([example.kind for example in examples])
    return "\n".join(
        f"{kind:<10} {(kinds == kind).sum():>6} "
        f"{100 * (logits[kinds == kind] > 0).mean():6.1f} % taken for a knee"
        for kind in IMPORTANCE
    )


def main(argv: Sequence[str]) -> int:
    """Writes the engine's model of what a knee looks like."""
    parser = argparse.ArgumentParser(prog="knee_synth region-likeness", description=main.__doc__)
    parser.add_argument("data", type=Path, help="cache made by simulate")
    parser.add_argument("films", type=Path, help="what region-films wrote, no test knees")
    parser.add_argument("target", type=Path, help="kneeLikenessData.ts of the engine")
    parser.add_argument("--count", type=int, default=600, help="training knees to use (600)")
    arguments = parser.parse_args(argv)
    examples, ids = collect(arguments.data, arguments.films, arguments.count)
    logits = held_out_logits(examples, ids)
    is_mistake = np.array([example.kind == "mistaken" for example in examples])
    shift = float(np.quantile(logits[is_mistake], 1 - MISTAKEN_SHARE))
    print(report(examples, logits - shift))
    model = model_of(examples)
    source = engine_source(Likeness(model.weights, model.bias - shift))
    arguments.target.write_text(source, encoding="utf-8")
    return 0


def _features(examples: Sequence[Example]) -> np.ndarray:
    return np.stack([example.features for example in examples]).astype(np.float64)
