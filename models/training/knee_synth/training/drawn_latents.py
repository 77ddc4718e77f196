"""Slices that a bundle draws, with the latents it decodes them from: what its latents mean.

A decoder hardly hears some directions of its latents, so that an encoder fitted to it by slices
alone leaves them where it likes; the bundle's denoiser knows them well. What it draws shows them.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from knee_synth.data import KneeFile, central_radiograph
from knee_synth.export.validate import BundleError, bundle_origin, check_files, read_metadata
from knee_synth.geometry import VOLUME_SLICES, slice_depths_mm
from knee_synth.sample import SamplerNetworks, SamplingOptions, VolumeSampler
from knee_synth.training.run_folder import RunError
from knee_synth.training.workers import Workers


@dataclass(frozen=True)
class Drawing:
    """What is drawn: `slices_each` random slices of evenly chosen knees, with `steps` steps from
    noise of the usual strength, so that the latents are as varied as those of slices."""

    bundle: Path
    knees: int = 50
    slices_each: int = 10
    steps: int = 10

    def origin(self) -> dict[str, str]:
        """The bundle as trainings that begin with it name it.

        Raises:
            RunError: it is no bundle, or not a whole one.
        """
        try:
            metadata = read_metadata(self.bundle)
            check_files(self.bundle, metadata)
            return bundle_origin(metadata)
        except BundleError as error:
            raise RunError(f"{self.bundle.name} cannot draw slices: {error}") from error


class DrawnLatents:
    """Slices uint8 (n, 256, 256) and their standardised latents float32 (n, C, 32, 32)."""

    def __init__(self, pictures: np.ndarray, latents: np.ndarray) -> None:
        self.pictures, self.latents = pictures, latents

    @staticmethod
    def of(knees: list[KneeFile], drawing: Drawing, seed: int, workers: Workers) -> "DrawnLatents":
        """Draw slices of knees, each process its share; the same ones for the same seed."""
        networks = SamplerNetworks.open(drawing.bundle, threads=0 if workers.count == 1 else 1)
        sampler = VolumeSampler(networks)
        chosen = knees[:: max(1, len(knees) // drawing.knees)][: drawing.knees]
        chosen = chosen[workers.rank % len(chosen) :: workers.count]
        generator = np.random.default_rng((seed, workers.rank, 2))
        pictures, latents = [], []
        for knee in tqdm(chosen, desc="draw", unit="knee", disable=not workers.is_first):
            places = generator.permutation(VOLUME_SLICES)[: drawing.slices_each]
            drawn = sampler.sample_latents(
                central_radiograph(knee.load("film"), knee.load("film_mask")),
                knee.load("readings"),
                SamplingOptions(steps=drawing.steps, seed=seed + knee.knee_id, noise_scale=1.0),
                slice_depths_mm()[places],
            )
            slices = np.clip(sampler.decode(drawn), 0, 1)
            pictures.append((slices * 255).round().astype(np.uint8))
            latents.append((drawn / networks.latent_scale).astype(np.float32))
        return DrawnLatents(np.concatenate(pictures), np.concatenate(latents))

    def draw(self, count: int, generator: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """Random slices float32 (count, 1, 256, 256) in [0, 1], and their latents."""
        chosen = generator.integers(len(self.pictures), size=count)
        pictures = torch.from_numpy(self.pictures[chosen]).unsqueeze(1).float() / 255
        return pictures, torch.from_numpy(self.latents[chosen])
