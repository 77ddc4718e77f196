"""What lies on a radiograph beside the knee: side markers, wires, the other leg, shutters."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

#: Attenuation of the other leg's soft tissue, 1/mm, and the radius of its outline, mm.
SOFT_PER_MM, OTHER_LEG_MM = 0.021, 62.0


def other_leg(shape: tuple[int, int], pixel_mm: float, rng: np.random.Generator) -> np.ndarray:
    """Line integrals (float32) of the other leg where it enters at the medial (right) border.

    Most films do not show it: zero there.
    """
    if rng.random() > 0.2:
        return np.zeros(shape, np.float32)
    rows, columns = (np.arange(n, dtype=np.float32) * pixel_mm for n in shape)
    reach = rng.uniform(3, 42) + rng.normal(0, 0.06) * (rows - rows.mean())
    bulge = rng.uniform(0, 9) * np.sin(rows / rng.uniform(35, 60) + rng.uniform(0, 6))
    centre = columns[-1] + OTHER_LEG_MM - (reach + bulge)[:, None]
    chord = np.maximum(OTHER_LEG_MM**2 - (columns[None] - centre) ** 2, 0.0)
    return (SOFT_PER_MM * 2 * np.sqrt(chord)).astype(np.float32)


def marker(
    grey: np.ndarray, letter: str, pixel_mm: float, rng: np.random.Generator, mirrored: bool
) -> np.ndarray:
    """A lead side marker near an upper corner; `mirrored` where the picture itself is mirrored."""
    size = int(rng.uniform(7, 15) / pixel_mm)
    text = letter + str(rng.choice(["", "", "", "T", " PA", " 7"]))
    wide = size * (1 + len(text))
    tile = Image.new("L", (wide, size * 2), 0)
    pen = ImageDraw.Draw(tile)
    pen.text((size // 2, size // 4), text, fill=255, font=ImageFont.load_default(size))
    if rng.random() < 0.2:
        pen.rectangle((1, 1, wide - 2, size * 2 - 2), outline=255)
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


def wire_or_ball(grey: np.ndarray, pixel_mm: float, rng: np.random.Generator) -> np.ndarray:
    """A cable across the leg's side or a calibration ball, on a few films."""
    kind = rng.random()
    if kind > 0.09:
        return grey
    rows, cols = grey.shape
    tile = Image.new("L", (cols, rows), 0)
    pen = ImageDraw.Draw(tile)
    if kind < 0.05:
        height = np.linspace(0, rows, 24)
        start, lean = rng.uniform(0.02, 0.98) * cols, rng.normal(0, 0.25)
        sway = rng.uniform(2, 14) / pixel_mm * np.sin(height / rows * rng.uniform(2, 7))
        path = [(float(start + lean * y + s), float(y)) for y, s in zip(height, sway, strict=True)]
        pen.line(path, fill=int(rng.uniform(90, 255)), width=max(1, round(1.2 / pixel_mm)))
    else:
        radius = 12.5 / pixel_mm
        x = float(rng.choice([0.1, 0.9])) * cols + rng.normal(0, 4)
        y = rng.uniform(0.2, 0.8) * rows
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.maximum(grey, np.asarray(tile, np.float32) / 255 * rng.uniform(0.75, 1.0))


def collimation(shape: tuple[int, int], pixel_mm: float, rng: np.random.Generator) -> np.ndarray:
    """Where the beam fell on the film (bool): half are open, others cut on one or more sides."""
    mask = np.ones(shape, bool)
    if rng.random() < 0.5:
        return mask
    cuts = np.where(rng.random(4) < 0.5, rng.uniform(2, 38, 4), 0) / pixel_mm
    top, bottom, left, right = cuts.astype(int)
    mask[:top] = False
    mask[shape[0] - bottom :] = False
    mask[:, :left] = False
    mask[:, shape[1] - right :] = False
    return mask
