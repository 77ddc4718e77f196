"""Writes films whose joint centres are known, for measuring how well the engine finds knees.

    python -m knee_synth region-films --data CACHE --anatomy DIR --atlas FOLDER --out FOLDER

Of every knee: the film of the cache, a whole one as the demo studies have it, that one turned, cut
and exposed at random, and its thigh or shank without the joint; of every second one a film of both
knees, turned, cut and exposed as well; of every fifth one a lateral film. FOLDER gets `films.bin`
(uint8, film after film) and `films.jsonl`; `node engine/scripts/evaluate-region.mjs FOLDER` tells
how far the engine's proposals on them are from the truth. The test knees are ids 0 to 99; the
thresholds are set on others.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ..data.cache import KneeFile, list_knees
from ..simulate.knee import AtlasLandmarks
from ..simulate.source import load_atlas
from .films import (
    People,
    RegionFilm,
    lateral_film,
    shaft_film,
    training_film,
    varied_film,
    whole_film,
)

#: Stream of random numbers of a knee, beside the simulator's own.
_STREAM = 21
BILATERAL_EVERY, LATERAL_EVERY = 2, 5


def films_of(knee: KneeFile, people: People) -> Iterator[RegionFilm]:
    """All films of a knee; the same for the same population."""
    knee_id = knee.knee_id
    rng = np.random.default_rng([people.seed, knee_id, _STREAM])
    yield training_film(knee)
    film = people.one_knee(knee_id)
    yield whole_film(film, knee_id)
    yield varied_film(film, knee_id, rng)
    yield shaft_film(film, knee_id, rng)
    if knee_id % BILATERAL_EVERY == 0:
        yield varied_film(people.both_knees(knee_id, knee_id + 1), knee_id, rng)
    if knee_id % LATERAL_EVERY == 0:
        yield lateral_film(knee)


def write_films(films: Iterator[RegionFilm], out: Path) -> None:
    """films.bin and films.jsonl, which names each film's place in it, one film a line."""
    out.mkdir(parents=True, exist_ok=True)
    offset = 0
    with (
        (out / "films.bin").open("wb") as store,
        (out / "films.jsonl").open("w", encoding="utf-8") as index,
    ):
        for film in films:
            rows, columns = film.pixels.shape
            entry = {
                "kind": film.kind,
                "id": film.knee_id,
                "offset": offset,
                "rows": rows,
                "columns": columns,
                "pixelMm": film.pixel_mm,
                "knees": [asdict(knee) for knee in film.knees],
            }
            index.write(json.dumps(entry) + "\n")
            offset += store.write(np.ascontiguousarray(film.pixels).tobytes())


def main(argv: Sequence[str]) -> int:
    """Writes the films of a range of knees."""
    parser = argparse.ArgumentParser(prog="knee_synth region-films", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="cache made by simulate")
    parser.add_argument("--anatomy", type=Path, help="directory of the open anatomy files")
    parser.add_argument("--source", choices=("anatomy", "procedural"), default="anatomy")
    parser.add_argument("--atlas", type=Path, required=True, help="folder of the reference knee")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--last", type=int, default=99)
    parser.add_argument("--out", type=Path, required=True, help="folder of the films")
    arguments = parser.parse_args(argv)
    atlas = load_atlas(arguments.source, arguments.anatomy, arguments.atlas)
    wanted = range(arguments.first, arguments.last + 1)
    knees = [knee for knee in list_knees(arguments.data) if knee.knee_id in wanted]
    if not knees:
        print(f"no knees {arguments.first} to {arguments.last} there", file=sys.stderr)
        return 1
    people = People(atlas, AtlasLandmarks.of(atlas), int(knees[0].meta["population_seed"]))
    films = (film for knee in tqdm(knees, unit="knee") for film in films_of(knee, people))
    write_films(films, arguments.out)
    return 0
