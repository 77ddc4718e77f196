"""Film around the joint as the engine's `jointPatch.ts` and `edgeLikelihood.ts` take it."""

import numpy as np
from scipy import ndimage

from knee_synth.data.cache import FILM_PIXEL_MM, FILM_PIXELS
from knee_synth.joint_space.places import (
    ALONG_MM,
    HALF_WIDTH_MM,
    PLACES,
    PROFILE,
    STEP_MM,
    patch_heights_mm,
)

#: Added to a profile's spread: this share of the spread of all columns of the knee.
SPREAD_FLOOR = 0.15


def joint_patch(film: np.ndarray) -> np.ndarray:
    """A film of the cache (320, 320) around its middle, float32 (125 rows, 240 columns) on a grid
    of 0.4 mm, smoothed along the joint line."""
    columns = int(2 * HALF_WIDTH_MM / STEP_MM)
    beside = (np.arange(columns) + 0.5) * STEP_MM - HALF_WIDTH_MM
    middle = (FILM_PIXELS - 1) / 2
    lines = (mm / FILM_PIXEL_MM + middle for mm in (patch_heights_mm(), beside))
    grid = np.meshgrid(*lines, indexing="ij")
    patch = ndimage.map_coordinates(film.astype(np.float32), grid, order=1, mode="nearest")
    return ndimage.gaussian_filter1d(patch, ALONG_MM / STEP_MM, axis=1, mode="nearest")


def columns_of(patches: np.ndarray, shift_mm: np.ndarray) -> np.ndarray:
    """Columns (knees, 2 compartments, places, rows) of patches (knees, rows, columns) at the
    places around a centre shifted by `shift_mm` (knees,)."""
    signed = PLACES[None, None] * np.array([1, -1])[None, :, None] + shift_mm[:, None, None]
    at = (signed + HALF_WIDTH_MM) / STEP_MM - 0.5
    left = np.floor(at).astype(int)
    part = (at - left)[..., None]
    knee = np.arange(len(patches))[:, None, None]
    lines = patches.transpose(0, 2, 1)
    return lines[knee, left] * (1 - part) + lines[knee, left + 1] * part


def profiles(columns: np.ndarray) -> np.ndarray:
    """Profiles, float32 (..., rows - 40, 41), around every row of columns (knees, 2, places, rows)
    that has a whole one: less their mean, over their spread."""
    windows = np.lib.stride_tricks.sliding_window_view(columns, PROFILE, axis=-1)
    floor = SPREAD_FLOOR * columns.reshape(len(columns), -1).std(1)[:, None, None, None, None]
    mean, spread = windows.mean(-1, keepdims=True), windows.std(-1, keepdims=True)
    return ((windows - mean) / (spread + floor)).astype(np.float32)
