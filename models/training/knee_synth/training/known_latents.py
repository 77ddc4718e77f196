"""Whether latents mean what a training has learnt them to mean."""

import numpy as np

from knee_synth.data.latents import LATENT_STATISTICS, statistics_of
from knee_synth.networks import LatentStatistics
from knee_synth.training.run_folder import RunError, RunFolder

#: Of a channel's deviation. Knees that join a cache move mean and deviation by hundredths of it,
#: another autoencoder moves them by much more.
_TOLERANCE = 0.2


def check_latents(run: RunFolder, statistics: LatentStatistics) -> None:
    """Compare the statistics of latents with those that a training knows, where it tells.

    Raises:
        RunError: they are of another autoencoder.
    """
    values = run.config().get(LATENT_STATISTICS)
    if values is not None and not alike(statistics_of(values), statistics):
        raise RunError(
            f"{run.path.name} knows other latents; encode the knees with the autoencoder that it "
            "was trained with, or with one that was fitted to its bundle's by --encoder-only "
            "--drawn-by BUNDLE"
        )


def alike(known: LatentStatistics, other: LatentStatistics) -> bool:
    """Whether mean and deviation of every channel agree to a fifth of its deviation."""
    if len(known.mean) != len(other.mean):
        return False
    deviation = np.array(known.deviation)
    moved = np.abs(np.subtract(known.mean, other.mean)) / deviation
    grown = np.abs(np.subtract(known.deviation, other.deviation)) / deviation
    return bool(max(moved.max(), grown.max()) <= _TOLERANCE)
