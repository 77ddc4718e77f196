"""Cuts a knee out of a film, on the grid of the training films."""

import numpy as np

from knee_synth.data.cache import FILM_PIXEL_MM, FILM_PIXELS
from knee_synth.oai.errors import UnusableImageError
from knee_synth.oai.film_image import FilmImage
from knee_synth.oai.film_region import KneeOnFilm
from knee_synth.radiograph import triangle_weights

_WINDOW_PERCENTILES = (0.5, 99.5)
_LEAST_DATA = 0.3


def training_film(film: FilmImage, knee: KneeOnFilm, side: str) -> tuple[np.ndarray, np.ndarray]:
    """The 200 mm around a joint centre, canonical right.

    Returns:
        grey (dense bone bright, 0 where there is no film) and mask, both uint8 (320, 320).

    Raises:
        UnusableImageError: most of the square is beyond the film, or it has no contrast.
    """
    extent = FILM_PIXELS * FILM_PIXEL_MM / knee.pixel_mm
    down, across = (
        triangle_weights(length, at - extent / 2, extent, FILM_PIXELS)
        for length, at in zip(film.grey.shape, (knee.y, knee.x), strict=True)
    )
    cover = down @ film.known.astype(np.float64) @ across.T
    mask = cover >= 0.5
    if mask.mean() < _LEAST_DATA:
        raise UnusableImageError("most of the knee lies beyond the film's edge")
    grey = down @ np.where(film.known, film.grey, 0.0) @ across.T / np.maximum(cover, 0.5)
    low, high = np.percentile(grey[mask], _WINDOW_PERCENTILES)
    if not high > low:
        raise UnusableImageError("the film has no contrast around the knee")
    window = np.clip((grey - low) / (high - low), 0.0, 1.0) * 255
    picture = np.where(mask, np.round(window), 0).astype(np.uint8)
    if side == "L":
        picture, mask = picture[:, ::-1], mask[:, ::-1]
    return np.ascontiguousarray(picture), np.ascontiguousarray(mask).astype(np.uint8)
