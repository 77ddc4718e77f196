"""Keeps some of the films that `region-films` wrote as the engine's test films.

    python -m knee_synth region-fixtures FILMS ../../engine/test/regionFilms \\
           varied-7 bilateral-33 shaft-8

Each is reduced to 1.25 mm a pixel; `films.json` names the joint centres.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from .examples import read_films
from .films import RegionFilm

PIXEL_MM = 1.25
ABOUT = (
    "Films of simulated test knees, made by `python -m knee_synth region-films`: turned, cut "
    "and exposed at random, or the thigh or shank alone. Joint centres in pixels from the upper "
    "left corner."
)


def reduced(film: RegionFilm) -> tuple[np.ndarray, list[dict[str, object]]]:
    """Pixels of 1.25 mm, uint8, and the joint centres on them."""
    size = [int(n * film.pixel_mm / PIXEL_MM) for n in film.pixels.shape]
    step = PIXEL_MM / film.pixel_mm
    box = (0.0, 0.0, size[1] * step, size[0] * step)
    picture = Image.fromarray(film.pixels).convert("F")
    small = picture.resize((size[1], size[0]), Image.Resampling.BILINEAR, box)
    pixels = np.round(np.asarray(small)).clip(0, 255).astype(np.uint8)
    knees = [(knee.side, round(knee.x / step, 2), round(knee.y / step, 2)) for knee in film.knees]
    return pixels, [{"side": side, "x": x, "y": y} for side, x, y in knees]


def main(argv: Sequence[str]) -> int:
    """Writes PNGs and films.json."""
    parser = argparse.ArgumentParser(prog="knee_synth region-fixtures", description=main.__doc__)
    parser.add_argument("films", type=Path, help="what region-films wrote")
    parser.add_argument("out", type=Path, help="folder of the test films")
    parser.add_argument("names", nargs="+", metavar="KIND-ID", help="films to keep")
    arguments = parser.parse_args(argv)
    arguments.out.mkdir(parents=True, exist_ok=True)
    entries = []
    for film in read_films(arguments.films):
        name = f"{film.kind}-{film.knee_id}"
        if name in arguments.names:
            pixels, knees = reduced(film)
            Image.fromarray(pixels).save(arguments.out / f"{name}.png", optimize=True)
            entries.append({"file": f"{name}.png", "kind": film.kind, "knees": knees})
    text = {"about": ABOUT, "pixelSpacingMm": PIXEL_MM, "films": entries}
    (arguments.out / "films.json").write_text(json.dumps(text, indent=2) + "\n", encoding="utf-8")
    return 0
