"""Batches of noisy latents with their conditions, some of them withheld at random."""

from dataclasses import dataclass

import numpy as np
import torch

from knee_synth.data import FilmAugmentation, FilmSampler, LatentStore
from knee_synth.diffusion.schedule import TRAIN_TIMESTEPS, NoiseSchedule, time_embedding
from knee_synth.geometry import DEPTH_SCALE_MM, VOLUME_SLICES, slice_depths_mm
from knee_synth.readings import NOT_READ, encode_readings


@dataclass(frozen=True)
class Withholding:
    """Probabilities with which a condition is withheld in training."""

    radiograph: float = 0.10
    all_readings: float = 0.10
    single_reading: float = 0.15
    radiograph_and_readings: float = 0.05


# From here on a latent is mostly noise, and only the conditions tell what it shows.
_HIGH_NOISE_TIMESTEP = 700
_HIGH_NOISE_PART = 0.5
# From here on not even a cyst, which is several times as bright as what is around it, shines
# through; a network that sees it does not learn that it was asked for.
_BLIND_TIMESTEP = 960
_BLIND_PART = 0.7


@dataclass(frozen=True)
class Batch:
    """Inputs and targets of a training step, as many slices of each of several knees.

    `own_film` (float, one a slice) is 0 where the radiograph is withheld or has other readings than
    the slice, else 1. `sigma` (n, 1, 1, 1) is the noise's standard deviation in the noisy latent.
    """

    noisy_latent: torch.Tensor
    time_embedding: torch.Tensor
    radiographs: torch.Tensor
    depth: torch.Tensor
    readings: torch.Tensor
    target: torch.Tensor
    clean: torch.Tensor
    own_film: torch.Tensor
    sigma: torch.Tensor


class BatchSampler:
    """Draws several slices of each of several knees, so that a radiograph is encoded once."""

    def __init__(
        self,
        store: LatentStore,
        knees: np.ndarray,
        augmentation: FilmAugmentation,
        withholding: Withholding,
        generator: np.random.Generator,
    ) -> None:
        self.store, self.knees, self.withholding = store, knees, withholding
        self.pairs = store.pairs[np.isin(store.pairs[:, 0], knees)]
        self.generator = generator
        self.films = FilmSampler(augmentation, generator)
        schedule = NoiseSchedule()
        self.alpha = schedule.alpha.astype(np.float32)
        self.sigma = schedule.sigma.astype(np.float32)
        shape = (1, -1, 1, 1)
        self.mean = np.asarray(store.statistics.mean, dtype=np.float32).reshape(shape)
        self.deviation = np.asarray(store.statistics.deviation, dtype=np.float32).reshape(shape)
        self.depths = (slice_depths_mm() / DEPTH_SCALE_MM).astype(np.float32)

    def draw(self, knee_count: int, slices_each: int, paired: bool = False) -> Batch:
        """A training batch of knee_count * slices_each slices.

        With `paired` the second knee is the first one with other readings, and both show the same
        slices with the same noise behind the same film: only what the readings ask for differs.
        There is much noise in them, for what shines through it tells what the readings should.

        Raises:
            ValueError: a pair is asked of fewer than two knees, or of data that has none.
        """
        if paired and (knee_count < 2 or not len(self.pairs)):
            raise ValueError(f"no pair among {knee_count} knees and {len(self.pairs)} pairs")
        generator, withholding = self.generator, self.withholding
        count = knee_count * slices_each
        knees = generator.choice(self.knees, knee_count, replace=len(self.knees) < knee_count)
        if paired:
            knees[:2] = self.pairs[generator.integers(len(self.pairs))]

        def tied(values: np.ndarray) -> np.ndarray:
            if paired:
                each = len(values) // knee_count
                values[each : 2 * each] = values[:each]
            return values

        rows = np.repeat(knees, slices_each)
        # One slice of each of evenly spread strata, so that a batch covers the whole knee.
        strata = np.tile(np.arange(slices_each), knee_count) + tied(generator.random(count))
        slices = np.minimum((strata / slices_each * VOLUME_SLICES).astype(int), VOLUME_SLICES - 1)
        clean = self.standardised(rows, slices)

        timesteps = tied(self._timesteps(count, in_pairs=2 * slices_each if paired else 0))
        alpha = self.alpha[timesteps][:, None, None, None]
        sigma = self.sigma[timesteps][:, None, None, None]
        noise = tied(generator.standard_normal(clean.shape, dtype=np.float32))

        films = knees[1:] if paired else knees
        radiographs = self.films(self.store.films[films], self.store.film_masks[films])
        if paired:
            radiographs = torch.cat([radiographs[:1], radiographs])
        nothing = tied(generator.random(knee_count) < withholding.radiograph_and_readings)
        withheld = tied(generator.random(knee_count) < withholding.radiograph) | nothing
        radiographs[withheld] = 0
        own_film = ~withheld & ~self.store.what_if[knees]
        grades = self.store.readings[rows].copy()
        draw = generator.random
        grades[tied(draw(grades.shape) < withholding.single_reading)] = NOT_READ
        grades[tied(draw(count) < withholding.all_readings)] = NOT_READ
        grades[np.repeat(nothing, slices_each)] = NOT_READ
        return Batch(
            noisy_latent=torch.from_numpy(alpha * clean + sigma * noise),
            time_embedding=torch.from_numpy(time_embedding(timesteps)),
            radiographs=radiographs,
            depth=torch.from_numpy(self.depths[slices][:, None]),
            readings=torch.from_numpy(encode_readings(grades)),
            target=torch.from_numpy(alpha * noise - sigma * clean),
            clean=torch.from_numpy(clean),
            own_film=torch.from_numpy(np.repeat(own_film, slices_each).astype(np.float32)),
            sigma=torch.from_numpy(sigma),
        )

    def _timesteps(self, count: int, in_pairs: int) -> np.ndarray:
        """Half of them over all the process and half where the conditions decide; of pairs all
        there, and most where nothing but the conditions does."""
        draw = self.generator.random(count)
        lowest = np.where(draw < _HIGH_NOISE_PART, _HIGH_NOISE_TIMESTEP, 0)
        of_pair = np.where(draw < _BLIND_PART, _BLIND_TIMESTEP, _HIGH_NOISE_TIMESTEP)
        lowest[:in_pairs] = of_pair[:in_pairs]
        return self.generator.integers(lowest, TRAIN_TIMESTEPS)

    def standardised(self, rows: np.ndarray, slices: np.ndarray) -> np.ndarray:
        """Latents of slices with zero mean and unit variance, float32 (n, C, 32, 32)."""
        raw = np.stack([self.store.latents[r, s] for r, s in zip(rows, slices, strict=True)])
        return (raw.astype(np.float32) - self.mean) / self.deviation
