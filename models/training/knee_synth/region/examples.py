"""Places on simulated films that are knees, and others that the template takes for one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from ..data.cache import KneeFile
from ..oai.local_contrast import local_contrast
from ..oai.template import film_template
from ..oai.template_match import best_matches
from ..radiograph import triangle_weights
from .films import (
    LEAST_MM,
    Centre,
    RegionFilm,
    condyles_on_film_mm,
    exposed,
    lateral_film,
    training_film,
)
from .likeness import Place, features_at
from .template import CONDYLES_MM, CONTRAST_SIGMA_MM, GRID_MM

#: How far a proposal may be from a joint centre to be right, and from where on it is wrong.
RIGHT_MM, WRONG_MM = 10.0, 15.0
#: Places near the joint centre are as far off as the search leaves them.
JITTER_MM, JITTER_SCALE, JITTER_TURN_DEG = 6.0, 0.1, 7.0
SCALES = (0.86, 0.98, 1.12)
#: Share of the films that are cut and exposed anew.
_VARIED_SHARE = 0.6
#: Importance of the kinds of examples.
IMPORTANCE = {"knee": 6.0, "random": 0.5, "near": 0.3, "mistaken": 2.0}
#: Every how many films mistakes are looked for, upright and turned, and on lateral films.
_MISTAKES_EVERY, _LATERAL_EVERY = 6, 8


@dataclass(frozen=True)
class Example:
    """Features of a place, and what is there: `kind` is one of IMPORTANCE, `knee` a knee."""

    features: np.ndarray
    kind: str


def contrast_of(pixels: np.ndarray, pixel_mm: float) -> np.ndarray:
    """Local contrast of a film on the grid of 2 mm, as the engine's search takes it."""
    step = GRID_MM / pixel_mm
    counts = [max(1, int(n / step)) for n in pixels.shape]
    down, across = (
        triangle_weights(n, 0.0, count * step, count)
        for n, count in zip(pixels.shape, counts, strict=True)
    )
    grey = down @ pixels.astype(np.float64) @ across.T
    return local_contrast(grey, np.ones(grey.shape, bool), CONTRAST_SIGMA_MM / GRID_MM)


def found_on(
    contrast: np.ndarray, knees: Sequence[tuple[tuple[float, float], str]], count: int
) -> Iterator[Example]:
    """The places most like the template: knees that are found right, and mistakes.

    Args:
        contrast: of a film.
        knees: (row, column) of each joint centre in samples, and its side.
        count: places of either side to look at.
    """
    known = np.ones(contrast.shape, bool)
    for match in best_matches(contrast, known, film_template(), SCALES, 8.0, count):
        features = _features(contrast, match.place, match.scale, match.mirrored)
        apart = [(_apart_mm(match.place, place), side) for place, side in knees]
        distance, side = min(apart, default=(np.inf, ""))
        if distance > WRONG_MM:
            yield Example(features, "mistaken")
        elif distance < RIGHT_MM and match.mirrored == (side == "L"):
            yield Example(features, "knee")


def of_cached_knee(knee: KneeFile, rng: np.random.Generator) -> Iterator[Example]:
    """Examples of a training knee's film, now and then of its lateral film too."""
    film = training_film(knee)
    (centre,) = film.knees
    pixels = film.pixels
    if rng.random() < _VARIED_SHARE:
        pixels, centre = _cut(film, rng)
    contrast = contrast_of(pixels, film.pixel_mm)
    at = _sample(centre, film.pixel_mm)
    scale = condyles_on_film_mm(knee) / CONDYLES_MM
    yield from _around(contrast, at, scale, centre.side == "L", rng)
    turned: dict[int, Callable[[], np.ndarray]] = {
        0: lambda: contrast,
        2: lambda: contrast[::-1],
        3: lambda: contrast.T,
        4: lambda: contrast_of(255.0 - pixels, film.pixel_mm),
    }
    turn = knee.knee_id % _MISTAKES_EVERY
    if turn in turned:
        knees = [(at, centre.side)] if turn == 0 else []
        yield from found_on(turned[turn](), knees, 3 if turn == 0 else 1)
    if knee.knee_id % _LATERAL_EVERY == 0:
        lateral = lateral_film(knee)
        yield from found_on(contrast_of(lateral.pixels, lateral.pixel_mm), [], 2)


def of_film(film: RegionFilm) -> Iterator[Example]:
    """What the template finds on a film: its knees, and the mistakes."""
    contrast = contrast_of(film.pixels, film.pixel_mm)
    knees = [(_sample(knee, film.pixel_mm), knee.side) for knee in film.knees]
    yield from found_on(contrast, knees, 5)


def read_films(folder: Path) -> Iterator[RegionFilm]:
    """What `region-films` wrote, of knees that are no test knees."""
    store = (folder / "films.bin").read_bytes()
    for line in (folder / "films.jsonl").read_text(encoding="utf-8").splitlines():
        film = json.loads(line)
        size = film["rows"] * film["columns"]
        pixels = np.frombuffer(store, np.uint8, size, film["offset"])
        yield RegionFilm(
            film["kind"],
            film["id"],
            pixels.reshape(film["rows"], film["columns"]),
            film["pixelMm"],
            tuple(Centre(**knee) for knee in film["knees"]),
        )


def _around(
    contrast: np.ndarray,
    at: tuple[float, float],
    scale: float,
    mirrored: bool,
    rng: np.random.Generator,
) -> Iterator[Example]:
    """The joint centre twice, about as the search finds it; a place near it; places elsewhere."""
    near = partial(_beside, at, rng)
    for _ in range(2):
        size = scale * np.exp(rng.uniform(-1, 1) * JITTER_SCALE)
        turn = rng.uniform(-1, 1) * JITTER_TURN_DEG
        place = Place(*near(0.0, JITTER_MM), size, mirrored)
        yield Example(features_at(contrast, place, turn), "knee")
    size = scale * np.exp(rng.uniform(-1, 1) * JITTER_SCALE)
    yield Example(_features(contrast, near(WRONG_MM, 2 * WRONG_MM), size, mirrored), "near")
    for _ in range(3):
        place = tuple(rng.uniform(0, n) for n in contrast.shape)
        if _apart_mm(place, at) > WRONG_MM:
            size = scale * np.exp(rng.uniform(-0.25, 0.25))
            yield Example(_features(contrast, place, size, bool(rng.random() < 0.5)), "random")


def _beside(
    at: tuple[float, float], rng: np.random.Generator, least_mm: float, most_mm: float
) -> tuple[float, float]:
    distance, angle = rng.uniform(least_mm, most_mm) / GRID_MM, rng.uniform(0, 2 * np.pi)
    return at[0] + distance * np.sin(angle), at[1] + distance * np.cos(angle)


def _features(
    contrast: np.ndarray, place: tuple[float, ...], scale: float, mirrored: bool
) -> np.ndarray:
    row, column = place
    return features_at(contrast, Place(row, column, scale, mirrored))


def _cut(film: RegionFilm, rng: np.random.Generator) -> tuple[np.ndarray, Centre]:
    (knee,) = film.knees
    rows, columns = film.pixels.shape
    above, below, beside = (mm / film.pixel_mm for mm in LEAST_MM)
    top, bottom = rng.uniform(0, knee.y - above), rng.uniform(knee.y + below, rows)
    left, right = rng.uniform(0, knee.x - beside), rng.uniform(knee.x + beside, columns)
    part = film.pixels[int(top) : int(bottom), int(left) : int(right)]
    return 255 * exposed(part / 255, rng), Centre(knee.side, knee.x - int(left), knee.y - int(top))


def _sample(centre: Centre, pixel_mm: float) -> tuple[float, float]:
    """A place in samples of the grid (row, column), the middle of the first one at 0."""
    return centre.y * pixel_mm / GRID_MM - 0.5, centre.x * pixel_mm / GRID_MM - 0.5


def _apart_mm(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    return float(np.hypot(a[0] - b[0], a[1] - b[1]) * GRID_MM)
