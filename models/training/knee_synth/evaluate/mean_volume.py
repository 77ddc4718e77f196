"""The mean-volume control: what somebody would draw who knows knees but not this one."""

import numpy as np
from tqdm import tqdm

from knee_synth.data import KneeFile


def mean_volume(knees: list[KneeFile], limit: int) -> np.ndarray:
    """Average of at most `limit` evenly chosen volumes, float32 (50, 256, 256) in [0, 1]."""
    chosen = knees[:: max(1, len(knees) // limit)][:limit]
    total = np.zeros((), dtype=np.float64)
    for knee in tqdm(chosen, desc="mean volume", unit="knee", mininterval=1.0):
        total = total + knee.load("mri")
    return (total / len(chosen) / 255).astype(np.float32)
