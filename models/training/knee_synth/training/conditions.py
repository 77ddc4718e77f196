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


# From here on a latent is mostly noise, and only the conditions tell what it shows.
_HIGH_NOISE_TIMESTEP = 700
_HIGH_NOISE_PART = 0.5


@dataclass(frozen=True)
class Batch:
    """Inputs and targets of a training step, as many slices of each of several knees.

    `own_film` (float, one a slice) is 0 where the radiograph is withheld or has other readings than
    the slice, else 1.
    """

    noisy_latent: torch.Tensor
    time_embedding: torch.Tensor
    radiographs: torch.Tensor
    depth: torch.Tensor
    readings: torch.Tensor
    target: torch.Tensor
    clean: torch.Tensor
    own_film: torch.Tensor


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
        self.generator = generator
        self.films = FilmSampler(augmentation, generator)
        schedule = NoiseSchedule()
        self.alpha = schedule.alpha.astype(np.float32)
        self.sigma = schedule.sigma.astype(np.float32)
        shape = (1, -1, 1, 1)
        self.mean = np.asarray(store.statistics.mean, dtype=np.float32).reshape(shape)
        self.deviation = np.asarray(store.statistics.deviation, dtype=np.float32).reshape(shape)
        self.depths = (slice_depths_mm() / DEPTH_SCALE_MM).astype(np.float32)

    def draw(self, knee_count: int, slices_each: int) -> Batch:
        """A training batch of knee_count * slices_each slices."""
        generator, withholding = self.generator, self.withholding
        count = knee_count * slices_each
        knees = generator.choice(self.knees, knee_count, replace=len(self.knees) < knee_count)
        rows = np.repeat(knees, slices_each)
        # One slice of each of evenly spread strata, so that a batch covers the whole knee.
        strata = np.tile(np.arange(slices_each), knee_count) + generator.random(count)
        slices = np.minimum((strata / slices_each * VOLUME_SLICES).astype(int), VOLUME_SLICES - 1)
        clean = self.standardised(rows, slices)

        timesteps = self._timesteps(count)
        alpha = self.alpha[timesteps][:, None, None, None]
        sigma = self.sigma[timesteps][:, None, None, None]
        noise = generator.standard_normal(clean.shape, dtype=np.float32)

        radiographs = self.films(self.store.films[knees], self.store.film_masks[knees])
        withheld = generator.random(knee_count) < withholding.radiograph
        radiographs[withheld] = 0
        own_film = ~withheld & ~self.store.what_if[knees]
        return Batch(
            noisy_latent=torch.from_numpy(alpha * clean + sigma * noise),
            time_embedding=torch.from_numpy(time_embedding(timesteps)),
            radiographs=radiographs,
            depth=torch.from_numpy(self.depths[slices][:, None]),
            readings=torch.from_numpy(encode_readings(self._grades(rows))),
            target=torch.from_numpy(alpha * noise - sigma * clean),
            clean=torch.from_numpy(clean),
            own_film=torch.from_numpy(np.repeat(own_film, slices_each).astype(np.float32)),
        )

    def _timesteps(self, count: int) -> np.ndarray:
        """Half of them over all the process, half where the conditions decide."""
        lowest = np.where(self.generator.random(count) < _HIGH_NOISE_PART, _HIGH_NOISE_TIMESTEP, 0)
        return self.generator.integers(lowest, TRAIN_TIMESTEPS)

    def standardised(self, rows: np.ndarray, slices: np.ndarray) -> np.ndarray:
        """Latents of slices with zero mean and unit variance, float32 (n, C, 32, 32)."""
        raw = np.stack([self.store.latents[r, s] for r, s in zip(rows, slices, strict=True)])
        return (raw.astype(np.float32) - self.mean) / self.deviation

    def _grades(self, rows: np.ndarray) -> np.ndarray:
        grades = self.store.readings[rows].copy()
        draw = self.generator.random
        grades[draw(grades.shape) < self.withholding.single_reading] = NOT_READ
        grades[draw(len(rows)) < self.withholding.all_readings] = NOT_READ
        return grades
