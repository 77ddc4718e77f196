"""Makes the average knee that the engine finds knees with, from simulated training knees.

    python -m knee_synth region-template CACHE ../../engine/src/radiograph/kneeTemplateData.ts

CACHE is what `python -m knee_synth simulate` wrote. The importer of OAI films has the same
template: run `python -m knee_synth.oai.make_templates --engine-template` afterwards.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ..data.cache import KneeFile, list_knees
from .films import condyles_on_film_mm
from .template import average, engine_source, patch_of


def patch_of_knee(knee: KneeFile) -> tuple[np.ndarray, np.ndarray]:
    """A knee's patch; every film of a cache is that of a right knee, or turned over to be one."""
    return patch_of(knee.load("film"), knee.load("film_mask"), condyles_on_film_mm(knee))


def main(argv: Sequence[str]) -> int:
    """Writes the engine's template."""
    parser = argparse.ArgumentParser(prog="knee_synth region-template", description=main.__doc__)
    parser.add_argument("data", type=Path, help="cache made by simulate")
    parser.add_argument("target", type=Path, help="kneeTemplateData.ts of the engine")
    parser.add_argument("--count", type=int, default=400, help="training knees to use (400)")
    arguments = parser.parse_args(argv)
    knees = list_knees(arguments.data, ("train",))[: arguments.count]
    mean, spread = average(patch_of_knee(knee) for knee in tqdm(knees, unit="knee"))
    arguments.target.write_text(engine_source(mean, spread), encoding="utf-8")
    return 0
