"""Pictures of simulated knees to look at: eight depths of each, and its film."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from PIL import Image

DEPTHS = (3, 10, 15, 20, 25, 30, 36, 43)
TILE = 256


def montage(mri: np.ndarray, film: np.ndarray, depths: tuple[int, ...] = DEPTHS) -> np.ndarray:
    """One row: slices at `depths`, then the film's middle 140 mm; uint8 (256, n * 256)."""
    size = film.shape[0]
    edge = round(size * 30 / 200)
    region = Image.fromarray(film[edge : size - edge, edge : size - edge])
    region = region.resize((TILE, TILE), Image.Resampling.BILINEAR)
    return np.concatenate([*(mri[d] for d in depths), np.asarray(region)], axis=1)


def main(argv: list[str] | None = None) -> int:
    """Writes a PNG of the given knee files, one row each."""
    p = argparse.ArgumentParser(prog="knee_synth montage", description=__doc__)
    p.add_argument("knees", nargs="+", type=Path)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args(argv)
    rows = []
    for path in args.knees:
        with np.load(path) as data:
            rows.append(montage(data["mri"], data["film"]))
    Image.fromarray(np.concatenate(rows)).save(args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
