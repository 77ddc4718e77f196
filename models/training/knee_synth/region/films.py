"""Simulated films, framed as differently as clinics frame them, whose joint centres are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..data.cache import FILM_PIXEL_MM, KneeFile
from ..geometry import SLICE_PIXEL_MM, SLICE_SPACING_MM
from ..simulate.demo_film import STORED_MAXIMUM, Film, render_demo_film
from ..simulate.film import attenuation_per_mm
from ..simulate.knee import AtlasLandmarks, Knee
from ..simulate.person import draw_person
from ..simulate.population import person_seed
from ..simulate.source import Atlas

#: Pixels of the films made here; the search itself works on 2 mm.
PIXEL_MM = 0.5
#: Turn of the picture beside the leg's own, in degrees, for one knee and for two.
TURN_DEG = {1: 8.0, 2: 3.0}
#: Least that a crop leaves beside the joint centre: above, below, to either side.
LEAST_MM = (55.0, 55.0, 48.0)
#: Distance of a film's end to the joint centre where it shows the shaft alone.
SHAFT_FROM_MM = (60.0, 75.0)
#: Attenuation of lateral films, 1/mm: bones are classes 1 to 4, fat 10, the rest is soft.
LATERAL_KEV = 60
_BONE, _FAT = (1, 2, 3, 4), (10, 13)
LATERAL_PIXEL_MM = 1.0


@dataclass(frozen=True)
class Centre:
    """Joint centre of a knee in pixels from the film's upper left corner."""

    side: str
    x: float
    y: float


@dataclass(frozen=True)
class RegionFilm:
    """A film, uint8 (rows, columns), dense bone bright, and the knees on it from left to right.

    `kind`: `training`, `whole`, `varied`, `bilateral`, `shaft` or `lateral`; the last two show no
    frontal knee. `knee_id` is that of the (right) knee.
    """

    kind: str
    knee_id: int
    pixels: np.ndarray
    pixel_mm: float
    knees: tuple[Centre, ...]


@dataclass(frozen=True)
class People:
    """Where the knees come from: the anatomy and the population's seed."""

    atlas: Atlas
    landmarks: AtlasLandmarks
    seed: int

    def one_knee(self, knee_id: int) -> Film:
        """A whole film of one knee of the population."""
        person = draw_person(person_seed(self.seed, knee_id))
        return render_demo_film([Knee(self.atlas, self.landmarks, person)], person.seed, PIXEL_MM)

    def both_knees(self, knee_id: int, other_id: int) -> Film:
        """A whole film of one body: a right knee, and a left one with another knee's readings."""
        right = draw_person(person_seed(self.seed, knee_id), side="R")
        readings = draw_person(person_seed(self.seed, other_id)).readings
        left = draw_person(right.seed, readings, "L")
        knees = [Knee(self.atlas, self.landmarks, person) for person in (right, left)]
        return render_demo_film(knees, right.seed, PIXEL_MM)


def condyles_on_film_mm(knee: KneeFile) -> float:
    """Width of the condyles on the film of the cache."""
    across = float(knee.meta["condylar_width"]) * float(knee.meta["aspect"][2])
    return across * float(knee.meta["film_view"]["scale"])


def training_film(knee: KneeFile) -> RegionFilm:
    """The cache's own film, which has borders, cables and other legs; left knees turned back."""
    film, side = knee.load("film"), str(knee.meta["side"])
    middle = film.shape[0] / 2
    pixels = film[:, ::-1] if side == "L" else film
    return RegionFilm(
        "training", knee.knee_id, pixels, FILM_PIXEL_MM, (Centre(side, middle, middle),)
    )


def whole_film(film: Film, knee_id: int, kind: str = "whole") -> RegionFilm:
    """A rendered film as it is."""
    return RegionFilm(kind, knee_id, _as_bytes(film), film.pixel_mm, _centres(film))


def varied_film(film: Film, knee_id: int, rng: np.random.Generator) -> RegionFilm:
    """A rendered film of one knee or of both, turned, cut and exposed at random."""
    knees = _centres(film)
    turn = rng.uniform(-1, 1) * TURN_DEG[len(knees)]
    grey, knees = _turned(film.pixels / STORED_MAXIMUM, knees, turn)
    rows, columns = grey.shape
    above, below, beside = (mm / film.pixel_mm for mm in LEAST_MM)
    ys, xs = [knee.y for knee in knees], [knee.x for knee in knees]
    top = round(rng.uniform(0, min(ys) - above))
    bottom = round(rng.uniform(max(ys) + below, rows))
    left = round(rng.uniform(0, min(xs) - beside))
    right = round(rng.uniform(max(xs) + beside, columns))
    grey = exposed(grey[top:bottom, left:right], rng)
    knees = tuple(Centre(knee.side, knee.x - left, knee.y - top) for knee in knees)
    kind = "varied" if len(knees) == 1 else "bilateral"
    return RegionFilm(kind, knee_id, np.round(255 * grey).astype(np.uint8), film.pixel_mm, knees)


def shaft_film(film: Film, knee_id: int, rng: np.random.Generator) -> RegionFilm:
    """The thigh or the shank of a film of one knee, without the joint."""
    (knee,) = _centres(film)
    away = rng.uniform(*SHAFT_FROM_MM) / film.pixel_mm
    is_thigh = rng.random() < 0.5
    rows = slice(0, round(knee.y - away)) if is_thigh else slice(round(knee.y + away), None)
    return RegionFilm("shaft", knee_id, _as_bytes(film)[rows], film.pixel_mm, ())


def lateral_film(knee: KneeFile) -> RegionFilm:
    """The knee seen from its side: attenuation of its tissues summed across the volume."""
    labels = knee.load("labels")
    soft, fat, cortical = (
        attenuation_per_mm(name, LATERAL_KEV) for name in ("soft", "fat", "cortical")
    )
    spongy = 0.35 * cortical + 0.65 * fat
    density = np.select(
        [labels == 0, np.isin(labels, _BONE), np.isin(labels, _FAT)], [0.0, spongy, fat], soft
    )
    # Slices become columns, from posterior on the left to anterior on the right.
    integral = density.sum(2).T * SLICE_PIXEL_MM
    zoom = (SLICE_PIXEL_MM / LATERAL_PIXEL_MM, SLICE_SPACING_MM / LATERAL_PIXEL_MM)
    picture = ndimage.zoom(integral, zoom, order=1, grid_mode=True, mode="nearest")
    if knee.knee_id % 2:
        picture = picture[:, ::-1]
    pixels = np.round(255 * picture / picture.max()).astype(np.uint8)
    return RegionFilm("lateral", knee.knee_id, pixels, LATERAL_PIXEL_MM, ())


def _as_bytes(film: Film) -> np.ndarray:
    return np.round(film.pixels / STORED_MAXIMUM * 255).astype(np.uint8)


def _centres(film: Film) -> tuple[Centre, ...]:
    """Centres from the film's corner, where the film names the middles of pixels."""
    return tuple(Centre(k.side, k.centre[1] + 0.5, k.centre[0] + 0.5) for k in film.knees)


def _turned(
    grey: np.ndarray, knees: tuple[Centre, ...], degrees: float
) -> tuple[np.ndarray, tuple[Centre, ...]]:
    """Turned clockwise about the middle of the picture; its border goes on beyond the film."""
    angle = np.radians(degrees)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.array(grey.shape) / 2
    # (row, column) of the turned picture -> of the film; pixel i has its middle at i + 0.5.
    offset = middle - 0.5 - matrix @ (middle - 0.5)
    turned = ndimage.affine_transform(grey, matrix, offset, order=1, mode="nearest")
    moved = []
    for knee in knees:
        y, x = matrix.T @ (np.array([knee.y, knee.x]) - middle) + middle
        moved.append(Centre(knee.side, float(x), float(y)))
    return turned, tuple(moved)


def exposed(grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Grey 0 to 1 with another gamma, window and noise; some films are burnt out at an end."""
    low, high = np.quantile(grey, [rng.uniform(0, 0.08), 1 - rng.uniform(0, 0.04)])
    unit = np.clip((grey - low) / max(high - low, 1e-6), 0, 1)
    noise = rng.uniform(0, 0.02) * rng.standard_normal(grey.shape)
    return np.clip(unit ** np.exp(rng.normal(0, 0.35)) + noise, 0, 1)
