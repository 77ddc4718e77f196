"""The mean-volume control: what somebody would draw who knows knees but not this one."""

from pathlib import Path

import numpy as np
from tqdm import tqdm

from knee_synth.data import KneeFile
from knee_synth.evaluate.setup import digest, knee_key


def mean_volume(knees: list[KneeFile], limit: int) -> np.ndarray:
    """Average of at most `limit` evenly chosen volumes, float32 (50, 256, 256) in [0, 1]."""
    chosen = _evenly(knees, limit)
    total = np.zeros((), dtype=np.float64)
    for knee in tqdm(chosen, desc="mean volume", unit="knee", mininterval=1.0):
        total = total + knee.load("mri")
    return (total / len(chosen) / 255).astype(np.float32)


def keep_mean_volume(path: Path, knees: list[KneeFile], limit: int) -> None:
    """Write the mean volume, unless the file holds that of the same knees already."""
    key = digest([knee_key(knee) for knee in _evenly(knees, limit)])
    if path.is_file():
        with np.load(path) as arrays:
            if str(arrays["key"]) == key:
                return
    np.savez_compressed(path, key=np.array(key), mean=mean_volume(knees, limit))


def _evenly(knees: list[KneeFile], limit: int) -> list[KneeFile]:
    return knees[:: max(1, len(knees) // limit)][:limit]
