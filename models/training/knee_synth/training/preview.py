"""Synthetic slices of validation knees beside the truth, while the denoiser trains."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import nn

from knee_synth.data import KneeFile, central_radiograph
from knee_synth.diffusion.noise import NOISE_CORRELATION_MM, NOISE_SCALE
from knee_synth.geometry import slice_depths_mm
from knee_synth.networks import LatentCodec
from knee_synth.sample import SamplerNetworks, SamplingOptions, VolumeSampler
from knee_synth.training.pictures import save_grid

_PREVIEW_SLICES = (4, 10, 16, 22, 28, 34, 40, 45)


class TorchNetwork:
    """Calls a PyTorch network with named arrays, without gradients."""

    def __init__(self, network: nn.Module, input_names: tuple[str, ...]) -> None:
        self.network = network
        self.input_names = input_names

    @torch.inference_mode()
    def __call__(self, inputs: Mapping[str, np.ndarray]) -> np.ndarray:
        device = next(self.network.parameters()).device
        tensors = [torch.from_numpy(inputs[name]).to(device) for name in self.input_names]
        with torch.autocast(device.type, torch.bfloat16):
            return self.network(*tensors).float().cpu().numpy()


DENOISER_INPUTS = ("noisy_latent", "time_embedding", "radiograph_features", "depth", "readings")


class SamplePreview:
    """Draws some slices of some knees: truth above, synthetic below."""

    def __init__(self, codec: LatentCodec, knees: list[KneeFile], steps: int = 10) -> None:
        self.codec = codec
        self.steps = steps
        self.radiographs = [central_radiograph(k.load("film"), k.load("film_mask")) for k in knees]
        self.grades = [k.load("readings") for k in knees]
        self.truth = [k.load("mri")[list(_PREVIEW_SLICES)] / 255 for k in knees]

    def save(self, path: Path, model: nn.Module) -> None:
        """Sample with a `ConditionalModel` and write the grid."""
        networks = SamplerNetworks(
            xray_encoder=TorchNetwork(model.encoder, ("radiograph",)),
            denoiser=TorchNetwork(model.denoiser, DENOISER_INPUTS),
            decoder=TorchNetwork(self.codec, ("latent",)),
            latent_channels=self.codec.autoencoder.config.latent_channels,
            latent_scale=1.0,
            correlation_mm=NOISE_CORRELATION_MM,
            noise_scale=NOISE_SCALE,
        )
        sampler = VolumeSampler(networks)
        depths = slice_depths_mm()[list(_PREVIEW_SLICES)]
        rows = []
        cases = zip(self.radiographs, self.grades, self.truth, strict=True)
        for radiograph, grades, truth in cases:
            options = SamplingOptions(steps=self.steps)
            rows += [truth, sampler.sample(radiograph, grades, options, depths)]
        save_grid(path, rows)
