"""Random crops of slices for the autoencoder, from knees held in memory."""

import numpy as np
import torch
from tqdm import tqdm

from knee_synth.data import KneeFile
from knee_synth.geometry import SLICE_PIXELS, VOLUME_SLICES


class SliceCrops:
    """All slices of knees in memory (3.3 MB a knee), drawn as random square crops."""

    def __init__(self, knees: list[KneeFile], generator: np.random.Generator) -> None:
        shape = (len(knees), VOLUME_SLICES, SLICE_PIXELS, SLICE_PIXELS)
        self.volumes = np.empty(shape, dtype=np.uint8)
        self.generator = generator
        for index, knee in enumerate(tqdm(knees, desc="load", unit="knee", mininterval=1.0)):
            self.volumes[index] = knee.load("mri")

    def draw(self, count: int, size: int) -> torch.Tensor:
        """Crops, half of them mirrored, float32 (count, 1, size, size) in [0, 1]."""
        knees = self.generator.integers(len(self.volumes), size=count)
        slices = self.generator.integers(VOLUME_SLICES, size=count)
        tops, lefts = self.generator.integers(SLICE_PIXELS - size + 1, size=(2, count))
        mirrored = self.generator.random(count) < 0.5
        crops = np.empty((count, 1, size, size), dtype=np.uint8)
        for i in range(count):
            crop = self.volumes[
                knees[i], slices[i], tops[i] : tops[i] + size, lefts[i] : lefts[i] + size
            ]
            crops[i, 0] = crop[:, ::-1] if mirrored[i] else crop
        return torch.from_numpy(crops).float() / 255


def fixed_slices(knees: list[KneeFile], count: int) -> torch.Tensor:
    """Whole slices at evenly spread depths, one a knee in turn, float32 (count, 1, 256, 256)."""
    depths = np.linspace(4, VOLUME_SLICES - 5, count).round().astype(int)
    pictures = [knees[i % len(knees)].load("mri")[depth] for i, depth in enumerate(depths)]
    return torch.from_numpy(np.stack(pictures)).unsqueeze(1).float() / 255
