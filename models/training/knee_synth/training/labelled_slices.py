"""Slices with tissue labels for the segmenter, at random sharpness, noise and contrast."""

from dataclasses import dataclass

import numpy as np
import torch
from scipy.ndimage import gaussian_filter
from tqdm import tqdm

from knee_synth.data import KneeFile
from knee_synth.geometry import SLICE_PIXELS, VOLUME_SLICES, slice_depths_mm
from knee_synth.networks.segmenter import SEGMENTED
from knee_synth.simulate.labels import Tissue

_MIDDLE = (VOLUME_SLICES // 4, VOLUME_SLICES - VOLUME_SLICES // 4)
_MIDDLE_EXTRA = 1 / 3


@dataclass(frozen=True)
class SliceAppearance:
    """Spread of blur (pixels), noise and contrast, so that no tissue is known by its texture."""

    blur_probability: float = 0.7
    blur_pixels: tuple[float, float] = (0.4, 2.2)
    noise_probability: float = 0.5
    noise: float = 0.06
    log_gamma: float = 0.25
    gain: float = 0.15

    def change(self, picture: np.ndarray, generator: np.random.Generator) -> np.ndarray:
        """One slice (rows, columns) in [0, 1] with a random appearance, float32."""
        changed = picture.astype(np.float32)
        if generator.random() < self.blur_probability:
            changed = gaussian_filter(changed, generator.uniform(*self.blur_pixels))
        gamma = np.exp(generator.uniform(-self.log_gamma, self.log_gamma))
        changed = changed**gamma * (1 + generator.uniform(-self.gain, self.gain))
        if generator.random() < self.noise_probability:
            level = generator.uniform(0, self.noise)
            changed = changed + level * generator.standard_normal(changed.shape, np.float32)
        return np.clip(changed, 0, 1).astype(np.float32)


@dataclass(frozen=True)
class LabelledBatch:
    """Slices [B,1,256,256] in [0, 1], depths [B] in mm and classes [B,1,256,256] (int64)."""

    slices: torch.Tensor
    depths_mm: torch.Tensor
    classes: torch.Tensor

    def to(self, device: torch.device) -> "LabelledBatch":
        """The batch on a device."""
        return LabelledBatch(
            self.slices.to(device), self.depths_mm.to(device), self.classes.to(device)
        )


class LabelledSlices:
    """Slices and labels of evenly chosen knees in memory (6.6 MB a knee)."""

    def __init__(
        self,
        knees: list[KneeFile],
        limit: int,
        generator: np.random.Generator,
        appearance: SliceAppearance | None = None,
    ) -> None:
        chosen = knees[:: max(1, len(knees) // limit)][:limit]
        shape = (len(chosen), VOLUME_SLICES, SLICE_PIXELS, SLICE_PIXELS)
        self.volumes = np.empty(shape, dtype=np.uint8)
        self.classes = np.empty(shape, dtype=np.uint8)
        self.generator, self.appearance = generator, appearance
        for index, knee in enumerate(tqdm(chosen, desc="load", unit="knee", mininterval=1.0)):
            self.volumes[index] = knee.load("mri")
            self.classes[index] = segmented_classes(knee.load("labels"))

    def draw(self, count: int) -> LabelledBatch:
        """Random slices of random knees, twice as often those of the joint's middle half."""
        knees = self.generator.integers(len(self.volumes), size=count)
        anywhere = self.generator.integers(VOLUME_SLICES, size=count)
        middle = self.generator.integers(*_MIDDLE, size=count)
        slices = np.where(self.generator.random(count) < _MIDDLE_EXTRA, middle, anywhere)
        return self._batch(knees, slices)

    def spread(self, count: int) -> LabelledBatch:
        """`count` slices at evenly spread depths, one a knee in turn."""
        slices = np.linspace(4, VOLUME_SLICES - 5, count).round().astype(int)
        return self._batch(np.arange(count) % len(self.volumes), slices)

    def _batch(self, knees: np.ndarray, slices: np.ndarray) -> LabelledBatch:
        pictures, classes = self.volumes[knees, slices], self.classes[knees, slices]
        return labelled_batch(pictures, classes, slices, self.appearance, self.generator)


def labelled_batch(
    pictures: np.ndarray,
    classes: np.ndarray,
    slices: np.ndarray,
    appearance: SliceAppearance | None,
    generator: np.random.Generator,
) -> LabelledBatch:
    """Slices with a random appearance, or as they are.

    Args:
        pictures: uint8 (n, 256, 256).
        classes: places in `SEGMENTED`, uint8 (n, 256, 256).
        slices: places in the standard volume, (n,).
    """
    grey = pictures.astype(np.float32) / 255
    if appearance is not None:
        grey = np.stack([appearance.change(picture, generator) for picture in grey])
    return LabelledBatch(
        torch.from_numpy(grey).unsqueeze(1),
        torch.from_numpy(slice_depths_mm()[slices].astype(np.float32)),
        torch.from_numpy(classes.astype(np.int64)).unsqueeze(1),
    )


def joined(first: LabelledBatch, second: LabelledBatch) -> LabelledBatch:
    """Both batches, one after the other."""
    return LabelledBatch(
        torch.cat([first.slices, second.slices]),
        torch.cat([first.depths_mm, second.depths_mm]),
        torch.cat([first.classes, second.classes]),
    )


def segmented_classes(labels: np.ndarray) -> np.ndarray:
    """Places in `SEGMENTED` of tissue labels, uint8; 0 for tissues that are not segmented."""
    lookup = np.zeros(max(Tissue) + 1, dtype=np.uint8)
    lookup[list(SEGMENTED)] = np.arange(len(SEGMENTED), dtype=np.uint8)
    return lookup[labels]
