"""Films and volumes of the demo patients, in the patient's own orientation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..simulate.demo_film import STORED_MAXIMUM, Film, render_demo_film
from ..simulate.knee import Knee
from ..simulate.mri import render_mri

#: A cassette is seldom centred on the joint: how far the joint lies below and beside its middle.
OFF_CENTRE_MM = (9.0, 5.0)


def _crop(film: Film, bottom: int, left: int) -> Film:
    """The film without its last rows and first columns, pixels."""
    kept = film.pixels[: film.pixels.shape[0] - bottom, left:]
    knees = tuple(
        replace(knee, centre=(knee.centre[0], knee.centre[1] - left)) for knee in film.knees
    )
    return replace(film, pixels=kept, knees=knees)


def expose(knees: list[Knee], pixel_mm: float, inverted: bool) -> Film:
    """A film of one knee with the joint off its centre, or of both knees beside each other."""
    film = render_demo_film(knees, knees[0].person.seed, pixel_mm, inverted)
    bottom, left = (round(2 * distance / pixel_mm) for distance in OFF_CENTRE_MM)
    return _crop(film, bottom, left if len(knees) == 1 else 0)


def acquire(knee: Knee) -> np.ndarray:
    """The coronal volume, uint16 (50, 256, 256) from 0 to 4095, slice 0 the most posterior."""
    volume, _ = render_mri(knee)
    stored = np.round(volume.astype(np.float32) / 255 * STORED_MAXIMUM).astype(np.uint16)
    return stored[:, :, ::-1] if knee.person.side == "L" else stored
