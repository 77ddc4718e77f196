"""From line integrals to a film as shown: scatter, noise, display, edges, collimation, marker."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

from .film import FILM_MM, FILM_PIXELS, draw_view, project
from .knee import Knee


def detect(integral: np.ndarray, pixel_mm: float, rng: np.random.Generator) -> np.ndarray:
    """Logarithmic signal (float32, dense is high) with scatter haze, blur and quantum noise."""
    primary = np.exp(-integral)
    haze = ndimage.gaussian_filter(primary, 18.0 / pixel_mm, mode="nearest")
    exposure = primary + rng.uniform(0.1, 0.6) * haze
    exposure = ndimage.gaussian_filter(exposure, rng.uniform(0.15, 0.45) / pixel_mm)
    quanta = rng.uniform(1.5e4, 8e4) * pixel_mm**2
    exposure = exposure + np.sqrt(np.maximum(exposure, 1e-6) / quanta) * rng.standard_normal(
        exposure.shape
    )
    return -np.log(np.maximum(exposure, 1e-4)).astype(np.float32)


def display(signal: np.ndarray, pixel_mm: float, rng: np.random.Generator) -> np.ndarray:
    """Grey 0 to 1 (dense bright): edge enhancement, then a more or less S-shaped curve."""
    fine = signal - ndimage.gaussian_filter(signal, rng.uniform(0.8, 2.5) / pixel_mm)
    broad = signal - ndimage.gaussian_filter(signal, rng.uniform(8, 20) / pixel_mm)
    signal = signal + rng.uniform(0.0, 0.8) * fine + rng.uniform(0.0, 0.5) * broad
    low, high = np.quantile(signal, [rng.uniform(0.02, 0.2), rng.uniform(0.985, 0.999)])
    unit = (signal - low) / (high - low)
    curve = 1 / (1 + np.exp(-(unit - rng.uniform(0.42, 0.58)) * rng.uniform(4.0, 7.0)))
    mix = rng.uniform(0, 1)
    grey = mix * curve + (1 - mix) * np.clip(unit, 0, 1.1) * 0.9
    return np.clip(np.clip(grey, 0, 1) ** rng.uniform(0.75, 1.3), 0, 1).astype(np.float32)


def marker(
    grey: np.ndarray, letter: str, pixel_mm: float, rng: np.random.Generator, mirrored: bool
) -> np.ndarray:
    """A lead side marker near an upper corner; `mirrored` where the picture itself is mirrored."""
    size = int(rng.uniform(9, 15) / pixel_mm)
    tile = Image.new("L", (size * 2, size * 2), 0)
    ImageDraw.Draw(tile).text(
        (size // 2, size // 4), letter, fill=255, font=ImageFont.load_default(size)
    )
    tile = tile.rotate(float(rng.uniform(-12, 12)), resample=Image.Resampling.BILINEAR)
    lead = np.asarray(tile, np.float32) / 255
    if mirrored:
        lead = lead[:, ::-1]
    rows, cols = grey.shape
    top = int(rng.uniform(0.04, 0.3) * rows)
    left = int((0.03 if rng.random() < 0.5 else 0.82) * cols)
    h, w = min(lead.shape[0], rows - top), min(lead.shape[1], cols - left)
    result = grey.copy()
    spot = result[top : top + h, left : left + w]
    result[top : top + h, left : left + w] = np.maximum(spot, 0.98 * lead[:h, :w])
    return result


def collimation(shape: tuple[int, int], pixel_mm: float, rng: np.random.Generator) -> np.ndarray:
    """Where the film has data (bool): half are open, the others cut on one or more sides."""
    mask = np.ones(shape, bool)
    if rng.random() < 0.5:
        return mask
    cuts = np.where(rng.random(4) < 0.5, rng.uniform(2, 32, 4), 0) / pixel_mm
    top, bottom, left, right = cuts.astype(int)
    mask[:top] = False
    mask[shape[0] - bottom :] = False
    mask[:, :left] = False
    mask[:, shape[1] - right :] = False
    return mask


def render_film(
    knee: Knee, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, dict[str, float]]:
    """Training film (dense bone bright), its mask, both uint8 (320, 320), and how it was taken."""
    pixel = FILM_MM / FILM_PIXELS
    view = draw_view(rng)
    signal = detect(project(knee, view, rng), pixel, rng)
    grey = display(signal, pixel, rng)
    side = knee.person.side
    if rng.random() < 0.6:
        grey = marker(grey, side, pixel, rng, mirrored=side == "L")
    mask = collimation(grey.shape, pixel, rng)
    film = np.where(mask, np.round(grey * 255), 0).astype(np.uint8)
    return film, mask.astype(np.uint8), asdict(view)
