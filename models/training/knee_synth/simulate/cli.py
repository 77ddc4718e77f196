"""Command line of the simulator: makes a population of knees."""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import torch
from tqdm import tqdm

from .anatomy_files import AnatomyError
from .knee import AtlasLandmarks
from .population import is_whole, write_index, write_knee
from .source import load_atlas

_state: dict[str, object] = {}


def _start_worker(source: str, anatomy: Path | None, cache: Path) -> None:
    torch.set_num_threads(1)
    atlas = load_atlas(source, anatomy, cache)
    _state["make"] = partial(write_knee, atlas=atlas, landmarks=AtlasLandmarks.of(atlas))


def _one(folder: Path, index: int, count: int, seed: int) -> int:
    _state["make"](folder, index, count, seed)
    return index


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(prog="knee_synth simulate", description=__doc__)
    p.add_argument(
        "--anatomy", type=Path, help="directory of the open anatomy files (see the README)"
    )
    p.add_argument("--source", choices=("anatomy", "procedural"), default="anatomy")
    p.add_argument("--out", type=Path, required=True, help="folder of the population")
    p.add_argument("--cache", type=Path, help="folder of the reference knee (default: OUT/atlas)")
    p.add_argument("--count", type=int, default=500)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--workers", type=int, default=2)
    return p


def main(argv: list[str] | None = None) -> int:
    """Simulates the knees that are not in the folder yet; returns the exit status."""
    args = parser().parse_args(argv)
    if args.source == "anatomy" and args.anatomy is None:
        print("--anatomy DIR is needed, or --source procedural for the stand-in", file=sys.stderr)
        return 2
    args.out.mkdir(parents=True, exist_ok=True)
    cache = args.cache or args.out / "atlas"
    try:
        load_atlas(args.source, args.anatomy, cache)
    except AnatomyError as error:
        print(f"the reference knee cannot be built: {error}", file=sys.stderr)
        return 1
    numbers = range(args.count)
    wanted = [i for i in numbers if not is_whole(args.out, i, args.count, args.seed)]
    # Large buffers come and go for each knee: let glibc keep them rather than map them anew (a
    # fifth of the time). Read by the workers at their start; other C libraries ignore it.
    for name in ("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"):
        os.environ.setdefault(name, str(4 * 2**30 - 1))
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    start = (args.source, args.anatomy, cache)
    with ProcessPoolExecutor(args.workers, get_context("spawn"), _start_worker, start) as pool:
        jobs = [pool.submit(_one, args.out, i, args.count, args.seed) for i in wanted]
        with tqdm(total=args.count, initial=args.count - len(wanted), unit="knee") as bar:
            for job in as_completed(jobs):
                job.result()
                bar.update()
    write_index(args.out, args.count, args.seed, args.source)
    return 0


if __name__ == "__main__":
    sys.exit(main())
