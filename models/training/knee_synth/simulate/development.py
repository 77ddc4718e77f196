"""From line integrals to a film as shown: scatter, noise, display curve, edges, borders."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
from scipy import ndimage

from .film import FILM_MM, FILM_PIXELS, draw_view, project
from .film_extras import collimation, marker, other_leg, wire_or_ball
from .knee import Knee

#: Share of the cut films that keep the border as data: blackened, or left white where no beam fell.
KEPT_BORDER = 0.4


def detect(integral: np.ndarray, pixel_mm: float, rng: np.random.Generator) -> np.ndarray:
    """Logarithmic signal (float32, dense is high) with scatter haze, blur and quantum noise."""
    primary = np.exp(-integral)
    haze = _haze(primary, rng.uniform(12.0, 24.0) / pixel_mm)
    exposure = primary + rng.uniform(0.05, 0.7) * haze
    exposure = ndimage.gaussian_filter(exposure, rng.uniform(0.12, 0.55) / pixel_mm)
    # Exposures differ by a factor of thirty, and the beam is stronger on one side (heel effect).
    quanta = np.exp(rng.uniform(np.log(6e3), np.log(1.2e5))) * pixel_mm**2
    noise = rng.standard_normal(exposure.shape, dtype=np.float32)
    exposure = exposure + np.sqrt(np.maximum(exposure, 1e-6) / quanta) * noise
    rows, columns = (np.linspace(-1, 1, n, dtype=np.float32) for n in exposure.shape)
    heel = rng.normal(0, 0.05) * rows[:, None] + rng.normal(0, 0.03) * columns[None]
    return (heel - np.log(np.maximum(exposure, 1e-4))).astype(np.float32)


def _haze(primary: np.ndarray, width: float) -> np.ndarray:
    """The picture blurred by a Gaussian of `width` pixels, on a grid of a quarter of them."""
    small = ndimage.zoom(primary, 0.25, order=1, grid_mode=True, mode="nearest")
    soft = ndimage.gaussian_filter(small, width / 4, mode="nearest")
    factors = [n / m for n, m in zip(primary.shape, soft.shape, strict=True)]
    return ndimage.zoom(soft, factors, order=1, grid_mode=True, mode="nearest")


def display(signal: np.ndarray, pixel_mm: float, rng: np.random.Generator) -> np.ndarray:
    """Grey 0 to 1 (dense bright): edge enhancement, then a curve from nearly linear to a hard S.

    The lower end is drawn wide, so that skin and fat are burnt black on some films.
    """
    fine = signal - ndimage.gaussian_filter(signal, rng.uniform(0.6, 2.5) / pixel_mm)
    broad = signal - _haze(signal, rng.uniform(8, 20) / pixel_mm)
    strength = rng.uniform(0.0, 1.4) * rng.random()
    signal = signal + strength * fine + rng.uniform(0.0, 0.8) * broad
    low, high = np.quantile(
        signal, [0.4 * rng.random() ** 1.5, 1 - np.exp(rng.uniform(np.log(5e-4), np.log(2.5e-2)))]
    )
    unit = (signal - low) / (high - low)
    steep, middle = rng.uniform(3.0, 10.0), rng.uniform(0.44, 0.66)
    curve = 1 / (1 + np.exp(-(unit - middle) * steep))
    mix = np.clip(rng.uniform(-0.25, 1.15), 0, 1)
    grey = mix * curve + (1 - mix) * np.clip(unit, 0, 1.1) * 0.9
    grey = np.clip(grey, 0, 1) ** np.exp(np.clip(rng.normal(0, 0.22), -0.4, 0.5))
    black, white = rng.uniform(0, 0.08), rng.uniform(0.85, 1.0)
    return np.clip(black + (white - black) * grey, 0, 1).astype(np.float32)


def render_film(
    knee: Knee, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, dict[str, float]]:
    """Training film (dense bone bright), its mask, both uint8 (320, 320), and how it was taken."""
    pixel = FILM_MM / FILM_PIXELS
    view = draw_view(rng)
    integral = project(knee, view, rng)
    signal = detect(integral + other_leg(integral.shape, pixel, rng), pixel, rng)
    grey = wire_or_ball(display(signal, pixel, rng), pixel, rng)
    beam = collimation(grey.shape, pixel, rng)
    mask = beam
    if rng.random() < KEPT_BORDER:
        grey = np.where(beam, grey, float(rng.choice([0.0, 0.02, 0.95])))
        mask = np.ones_like(beam)
    side = knee.person.side
    if rng.random() < 0.6:
        grey = marker(grey, side, pixel, rng, mirrored=side == "L")
    film = np.where(mask, np.round(grey * 255), 0).astype(np.uint8)
    return film, mask.astype(np.uint8), asdict(view)
