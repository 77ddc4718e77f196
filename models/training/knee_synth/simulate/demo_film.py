"""Whole radiographs as a detector stores them, for demonstration and for tests of reading films."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .development import detect, display
from .film import FilmFrame, draw_view, project
from .film_extras import marker
from .knee import Knee

#: 291 mm tall and 201.6 mm wide for each knee.
KNEE_FRAME = FilmFrame(365, 253)
STORED_MAXIMUM = 4095


@dataclass(frozen=True)
class KneeOnFilm:
    """Side (`L` or `R`) and true joint centre of one knee in pixels of the film (row, column)."""

    side: str
    centre: tuple[float, float]


@dataclass(frozen=True)
class Film:
    """A film as stored.

    `pixels` is uint16 (rows, columns), 12 bit; dense bone is bright (MONOCHROME2) unless `inverted`
    (MONOCHROME1: dense bone has low values). `pixel_mm` is the pixel spacing at the joint's plane.
    The knees stand as the viewer sees the patient: the right knee on the left of the picture.
    """

    pixels: np.ndarray
    pixel_mm: float
    inverted: bool
    knees: tuple[KneeOnFilm, ...]


def render_demo_film(
    knees: list[Knee], seed: int, pixel_mm: float = 0.25, inverted: bool = False
) -> Film:
    """A unilateral (one knee) or bilateral film (a right and a left knee, in any order).

    Raises ValueError for other numbers of knees or two knees of one side.
    """
    sides = [knee.person.side for knee in knees]
    if sorted(sides) not in (["L"], ["R"], ["L", "R"]):
        raise ValueError(f"a film shows one knee or a right and a left one, not {sides}")
    rng = np.random.default_rng([seed, 11])
    view = draw_view(rng)
    ordered = sorted(knees, key=lambda knee: knee.person.side, reverse=True)
    integrals = []
    for knee in ordered:
        integral = project(knee, view, rng, KNEE_FRAME, pixel_mm)
        integrals.append(integral[:, ::-1] if knee.person.side == "L" else integral)
    width = integrals[0].shape[1]
    whole = np.concatenate(integrals, axis=1)
    if len(ordered) == 2:
        _blend_seam(whole, width, int(8 / pixel_mm))
    grey = display(detect(whole, pixel_mm, rng), pixel_mm, rng)
    placed = []
    for index, knee in enumerate(ordered):
        part = slice(index * width, (index + 1) * width)
        grey[:, part] = marker(grey[:, part], knee.person.side, pixel_mm, rng, mirrored=False)
        centre = ((grey.shape[0] - 1) / 2, index * width + (width - 1) / 2)
        placed.append(KneeOnFilm(knee.person.side, centre))
    stored = np.round(grey * STORED_MAXIMUM).astype(np.uint16)
    if inverted:
        stored = (STORED_MAXIMUM - stored).astype(np.uint16)
    return Film(stored, pixel_mm, inverted, tuple(placed))


def _blend_seam(whole: np.ndarray, column: int, reach: int) -> None:
    """Smooths the thin strip where two knees' halves of a film meet (air or the thighs' fat)."""
    strip = slice(column - reach, column + reach)
    soft = ndimage.gaussian_filter1d(
        whole[:, column - 3 * reach : column + 3 * reach], reach / 2, axis=1
    )
    weight = np.hanning(2 * reach)[None]
    whole[:, strip] = whole[:, strip] * (1 - weight) + soft[:, 2 * reach : 4 * reach] * weight
