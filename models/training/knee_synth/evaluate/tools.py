"""What a worker process opens once: networks, segmenter, controls; and volumes kept on disk."""

import os
from functools import cached_property
from pathlib import Path

import numpy as np

from knee_synth.data import CacheError, KneeFile, list_knees
from knee_synth.evaluate.case import Case, stored_labels, truth_of
from knee_synth.evaluate.segmentation import Segmentation
from knee_synth.evaluate.setup import EvaluationSetup, digest
from knee_synth.geometry import slice_depths_mm
from knee_synth.sample import SamplerNetworks, SamplingOptions, VolumeSampler

MEAN_VOLUME_FILE = "mean_volume.npz"


class Tools:
    """The networks of an evaluation; each is opened when first asked for."""

    def __init__(self, setup: EvaluationSetup) -> None:
        self.setup = setup

    @cached_property
    def sampler(self) -> VolumeSampler:
        """The bundle's networks on onnxruntime, one thread."""
        return VolumeSampler(SamplerNetworks.open(self.setup.bundle, threads=1))

    @cached_property
    def knees(self) -> list[KneeFile]:
        """All knees of the evaluation's split, by ascending id."""
        return list_knees(self.setup.data, (self.setup.split,))

    @cached_property
    def segmentation(self) -> Segmentation | None:
        """The segmenters, if the evaluation has any."""
        return Segmentation(self.setup.segmenters) if self.setup.segmenters else None

    @cached_property
    def mean_volume(self) -> np.ndarray:
        """The mean training volume, float32 (50, 256, 256) in [0, 1]."""
        with np.load(self.setup.out / MEAN_VOLUME_FILE) as arrays:
            return arrays["mean"]

    def sample(
        self,
        radiograph: np.ndarray | None,
        grades: np.ndarray | None,
        depths_mm: np.ndarray,
        options: SamplingOptions,
    ) -> np.ndarray:
        """Synthetic slices at some depths, float32 (n, 256, 256), clipped to [0, 1].

        `options` are the knee's, see `EvaluationSetup.options_of`.
        """
        return np.clip(self.sampler.sample(radiograph, grades, options, depths_mm), 0, 1)

    def synthetic(self, knee: KneeFile) -> np.ndarray:
        """The knee's synthetic volume, float32 (50, 256, 256), rounded to 8 bit as the truth is.

        It is kept in the evaluation's folder and sampled once.
        """
        key = digest(self.setup.sampling_key(knee))
        path = self.setup.out / "volumes" / f"knee_{knee.knee_id:05d}.npz"
        volume = _kept_volume(path, key)
        if volume is None:
            case, options = Case.of(knee), self.setup.options_of(knee)
            slices = self.sample(case.radiograph, case.grades, slice_depths_mm(), options)
            volume = np.round(slices * 255).astype(np.uint8)
            _keep_volume(path, key, volume)
        return volume.astype(np.float32) / 255

    def reference_labels(self, knee: KneeFile) -> np.ndarray:
        """Tissue labels of the truth: the simulation's where there are any, else the segmenter's.

        Raises:
            CacheError: the knee has no labels, and there is no segmenter.
        """
        labels = stored_labels(knee)
        if labels is not None:
            return labels
        if self.segmentation is None:
            raise CacheError(f"{knee.path.name} has no labels; name a segmenter with --segmenter")
        return self.segmentation(truth_of(knee), slice_depths_mm())


def _kept_volume(path: Path, key: str) -> np.ndarray | None:
    if not path.is_file():
        return None
    with np.load(path) as arrays:
        return arrays["volume"] if str(arrays["key"]) == key else None


def _keep_volume(path: Path, key: str, volume: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.stem}.{os.getpid()}.partial.npz")
    np.savez_compressed(partial, key=np.array(key), volume=volume)
    partial.replace(path)
