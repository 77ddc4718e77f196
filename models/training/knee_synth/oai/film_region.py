"""Finds the knees on a frontal radiograph: the engine's `proposeRegion`, in Python.

The film's local contrast on a grid of 2 mm is compared with an average knee's, mirrored and not, at
several sizes. The engine looks coarsely first and then closely; here every place is looked at. How
likely what was found is a knee tells how surely it was found (`knee_confidence`).
"""

from dataclasses import dataclass

import numpy as np

from knee_synth.oai.errors import UnusableImageError
from knee_synth.oai.film_image import FilmImage
from knee_synth.oai.knee_confidence import SURE, confidence_of, likeness_at
from knee_synth.oai.local_contrast import local_contrast
from knee_synth.oai.template import film_template
from knee_synth.oai.template_match import Match, best_matches
from knee_synth.radiograph import triangle_weights

_GRID_MM = 2.0
_CONTRAST_SIGMA_MM = 8.0
_CONDYLES_MM = 80.0
_KNOWN_SCALES = (0.86, 0.92, 0.98, 1.05, 1.12, 1.18, 1.26)
_CANDIDATES = 5
_APART_MM = 16.0
#: Films are no larger than 43 cm, or 3 feet for whole legs.
_FILM_MM = (60.0, 1300.0)
#: Two knees on one film, and what holds of them.
_BILATERAL_MM = 220.0
_BETWEEN_KNEES_MM = 90.0
_KNEE_TO_EDGE_MM = 35.0
_SAME_HEIGHT_MM = 70.0
_SECOND_TO_FIRST = 0.65
_LEAST_SECOND_SCORE = 0.45
_BONE_MM = 25.0
_SECOND_BONE_TO_FIRST = 0.6
_LOST_PER_MM = 0.0015
#: Without a pixel size, of the sizes tried those that are judged by likeness.
_SIZES_JUDGED = 4
#: The picture contradicts a side only where it is this much more like the other.
_CLEAR_MARGIN = 0.04
#: Width of the condyles over that of the film: both knees on it, up to a tight crop.
_CONDYLE_SHARES = 0.17 * 1.105 ** np.arange(18)


@dataclass(frozen=True)
class KneeOnFilm:
    """One knee: `x`, `y` of its joint centre in pixel edges of the film, `side` by its place on a
    film of both knees and by its shape on a film of one; `pixel_mm` used or estimated.

    `margin`: how much more the place looks like a right knee than like a left one; `confidence` 0
    to 1, from `SURE` on it is a knee.
    """

    x: float
    y: float
    side: str
    score: float
    margin: float
    pixel_mm: float
    confidence: float


@dataclass(frozen=True)
class _Candidate:
    """A place, and how likely it is a knee."""

    match: Match
    likeness: float

    @property
    def is_likely(self) -> bool:
        return self.likeness >= SURE

    @property
    def confidence(self) -> float:
        return confidence_of(self.likeness, self.match.score)

    @property
    def rank(self) -> tuple[bool, float]:
        """Knees before what only resembles one; the more like the template the better."""
        return self.is_likely, self.match.score


def find_knee(film: FilmImage, side: str, both_knees: bool) -> KneeOnFilm:
    """The knee of a side (`R` or `L`); `both_knees`: the film is known to show both.

    Raises:
        UnusableImageError: the knee was not found surely, it is the other one, or the film looks
            mirrored.
    """
    knees = find_knees(film)
    if not knees:
        raise UnusableImageError("no knee was found surely on the film")
    if len(knees) == 2:
        right, left = knees
        if right.margin < -_CLEAR_MARGIN and left.margin > _CLEAR_MARGIN:
            raise UnusableImageError("the film looks mirrored: the right knee is not on its left")
        wanted = right if side == "R" else left
        if wanted.confidence < SURE:
            raise UnusableImageError("this knee of the two on the film was not found surely")
        return wanted
    (knee,) = knees
    if both_knees:
        half = "R" if knee.x < film.grey.shape[1] / 2 else "L"
        if half != side:
            raise UnusableImageError("only the other knee was found on the film")
    elif knee.margin * (1 if side == "R" else -1) < -_CLEAR_MARGIN:
        raise UnusableImageError("by its shape the knee on the film is the other one")
    return knee


def find_knees(film: FilmImage) -> list[KneeOnFilm]:
    """The knees on a film from left to right: none, one or two; one of two may be unsure."""
    pixel_mm = _known_spacing(film)
    if pixel_mm is None:
        pixel_mm = _estimated_spacing(film)
        matches = _matches(film, pixel_mm, (0.93, 1.0, 1.07))
    else:
        matches = _matches(film, pixel_mm, _KNOWN_SCALES)
    if not matches or matches[0].confidence < SURE:
        return []
    apart = _separate(film, matches, pixel_mm)
    places = [(found, *_pixel(found.match, pixel_mm)) for found in apart]
    return [
        KneeOnFilm(
            x,
            y,
            ("R" if index == 0 else "L")
            if len(apart) == 2
            else ("L" if found.match.mirrored else "R"),
            found.match.score,
            _side_margin(matches, found.match),
            pixel_mm,
            found.confidence,
        )
        for index, (found, x, y) in enumerate(places)
    ]


def _known_spacing(film: FilmImage) -> float | None:
    if film.pixel_mm is None:
        return None
    size = max(film.grey.shape) * film.pixel_mm
    return film.pixel_mm if _FILM_MM[0] <= size <= _FILM_MM[1] else None


def _estimated_spacing(film: FilmImage) -> float:
    """Millimetres a pixel if the condyles are 80 mm wide, at the size that looks most like it."""
    columns = film.grey.shape[1]
    tried: list[tuple[_Candidate, float]] = []
    for share in _CONDYLE_SHARES:
        pixel_mm = _CONDYLES_MM / (share * columns)
        tried += [(found, pixel_mm) for found in _matches(film, pixel_mm, (0.97, 1.03))[:1]]
    judged = sorted(tried, key=lambda each: -each[0].match.score)[:_SIZES_JUDGED]
    if not judged:
        return _CONDYLES_MM / columns
    best, pixel_mm = max(judged, key=lambda each: each[0].rank)
    return pixel_mm / best.match.scale


def _matches(film: FilmImage, pixel_mm: float, scales: tuple[float, ...]) -> list[_Candidate]:
    """Places that look like a knee, in samples of 2 mm, the best first."""
    step = _GRID_MM / pixel_mm
    counts = [max(1, int(n / step)) for n in film.grey.shape]
    down, across = (
        triangle_weights(n, 0.0, count * step, count)
        for n, count in zip(film.grey.shape, counts, strict=True)
    )
    cover = down @ film.known.astype(np.float64) @ across.T
    grey = down @ np.where(film.known, film.grey, 0.0) @ across.T / np.maximum(cover, 0.5)
    known = cover >= 0.5
    contrast = local_contrast(grey, known, _CONTRAST_SIGMA_MM / _GRID_MM)
    apart = _APART_MM / _GRID_MM
    matches = best_matches(contrast, known, film_template(), scales, apart, _CANDIDATES)
    found = [_Candidate(match, likeness_at(contrast, match)) for match in matches]
    return sorted(found, key=lambda each: each.rank, reverse=True)


def _pixel(match: Match, pixel_mm: float) -> tuple[float, float]:
    row, column = match.place
    step = _GRID_MM / pixel_mm
    return (column + 0.5) * step, (row + 0.5) * step


def _separate(film: FilmImage, found: list[_Candidate], pixel_mm: float) -> list[_Candidate]:
    """The best place, and one of the other leg where there is one, from left to right."""
    first = found[0]
    columns_mm = film.grey.shape[1] * pixel_mm
    if columns_mm < _BILATERAL_MM:
        return [first]
    x, y = (v * pixel_mm for v in _pixel(first.match, pixel_mm))
    least_bone = _SECOND_BONE_TO_FIRST * _bone_grey(film, first.match, pixel_mm)
    least_score = max(_SECOND_TO_FIRST * first.match.score, _LEAST_SECOND_SCORE)
    second, best = None, (False, -np.inf)
    for other in found[1:]:
        other_x, other_y = (v * pixel_mm for v in _pixel(other.match, pixel_mm))
        score = other.match.score
        rank = other.is_likely, score - _LOST_PER_MM * abs(x + other_x - columns_mm) / 2
        if (
            abs(other_x - x) > _BETWEEN_KNEES_MM
            and abs(other_y - y) < _SAME_HEIGHT_MM
            and min(other_x, columns_mm - other_x) > _KNEE_TO_EDGE_MM
            and (other.is_likely or score > least_score)
            and _bone_grey(film, other.match, pixel_mm) > least_bone
            and rank > best
        ):
            second, best = other, rank
    if second is None:
        return [first]
    return sorted([first, second], key=lambda each: each.match.place[1])


def _bone_grey(film: FilmImage, match: Match, pixel_mm: float) -> float:
    """Mean grey within 25 mm of a place, above that of the darkest part of the film."""
    x, y = _pixel(match, pixel_mm)
    reach = _BONE_MM / pixel_mm
    rows = slice(max(0, int(y - reach)), int(y + reach) + 1)
    columns = slice(max(0, int(x - reach)), int(x + reach) + 1)
    return float(film.grey[rows, columns].mean() - film.grey[film.known].min())


def _side_margin(found: list[_Candidate], at: Match) -> float:
    scores = {False: 0.0, True: 0.0}
    for match in (each.match for each in found):
        near = np.linalg.norm(np.subtract(match.place, at.place)) * _GRID_MM < _KNEE_TO_EDGE_MM
        if near:
            scores[match.mirrored] = max(scores[match.mirrored], match.score)
    return scores[False] - scores[True]
