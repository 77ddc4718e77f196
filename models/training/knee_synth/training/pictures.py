"""Sample grids."""

from pathlib import Path

import numpy as np
from PIL import Image


def picture_grid(rows: list[np.ndarray], gap: int = 4) -> np.ndarray:
    """Rows of pictures, each of shape (n, height, width) in [0, 1], as one uint8 picture."""
    strips = []
    for pictures in rows:
        padded = np.pad(np.clip(pictures, 0, 1), ((0, 0), (0, gap), (0, gap)))
        strips.append(np.concatenate(list(padded), axis=1))
    width = max(strip.shape[1] for strip in strips)
    aligned = [np.pad(strip, ((0, 0), (0, width - strip.shape[1]))) for strip in strips]
    return np.round(np.concatenate(aligned) * 255).astype(np.uint8)


def save_grid(path: Path, rows: list[np.ndarray]) -> None:
    """Write a grid as PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(picture_grid(rows)).save(path)
