"""The radiograph encoder and the denoiser as one network."""

from dataclasses import replace
from typing import Any

import torch
from torch import nn

from knee_synth.networks import (
    ConditionalDenoiser,
    DenoiserConfig,
    RadiographEncoder,
    RadiographEncoderConfig,
)
from knee_synth.networks.config import config_of
from knee_synth.training.run_folder import RunError, RunFolder


class ConditionalModel(nn.Module):
    """The radiograph encoder and the denoiser, trained as one.

    `outline` is there for training alone: it reads the clean latent off the radiograph features of
    a depth, so that the encoder learns from the first step on what the features must tell. Without
    it the denoiser took thousands of steps before it looked at the radiograph at all.
    """

    def __init__(self, encoder: RadiographEncoderConfig, denoiser: DenoiserConfig) -> None:
        super().__init__()
        if encoder.features != denoiser.radiograph_features:
            raise ValueError("encoder and denoiser differ in the number of radiograph features")
        self.encoder = RadiographEncoder(encoder)
        self.denoiser = ConditionalDenoiser(denoiser)
        group = self.denoiser.depth_mixture.group
        self.outline = nn.Conv2d(group, denoiser.latent_channels, 3, padding=1)

    def of_depths(self, radiographs: torch.Tensor, depth: torch.Tensor) -> torch.Tensor:
        """Features (B*n, G, 32, 32) of radiographs [B,2,224,224] at `depth` [B,n]."""
        return self.denoiser.depth_mixture(self.encoder(radiographs), depth)

    def forward(
        self,
        noisy_latent: torch.Tensor,
        time_embedding: torch.Tensor,
        radiographs: torch.Tensor,
        depth: torch.Tensor,
        readings: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The prediction, and the clean latents that the radiograph alone tells.

        Args:
            noisy_latent: (B*n, C, 32, 32), as many slices n of each of B knees; the other inputs of
                slices likewise.
            radiographs: (B, 2, 224, 224).
        """
        features = self.of_depths(radiographs, depth.reshape(len(radiographs), -1))
        prediction = self.denoiser.denoise(noisy_latent, time_embedding, features, depth, readings)
        return prediction, self.outline(features)


def begun_with(
    run: RunFolder, encoder: RadiographEncoderConfig, denoiser: DenoiserConfig
) -> ConditionalModel:
    """Networks of the given sizes with the averaged weights of a training.

    They may have maps of readings where those have none; the maps add nothing at first.

    Raises:
        RunError: the folder holds no such training, or one of other sizes.
    """
    start = load_conditional_model(run)
    had = start.denoiser.config
    known = denoiser if had.reading_maps else replace(denoiser, reading_maps=0)
    if (start.encoder.config, had) != (encoder, known):
        raise RunError(f"{run.path.name} holds networks of other sizes; see its config.json")
    model = ConditionalModel(encoder, denoiser)
    model.load_state_dict(model.state_dict() | start.state_dict())
    return model


def load_conditional_model(run: RunFolder) -> ConditionalModel:
    """The averaged denoiser and radiograph encoder of a training.

    Raises:
        RunError: the folder holds no such training.
    """
    networks: dict[str, dict[str, Any]] = run.config()["networks"]
    model = ConditionalModel(
        config_of(RadiographEncoderConfig, networks["encoder"]),
        config_of(DenoiserConfig, networks["denoiser"]),
    )
    model.load_state_dict(run.require()["average"])
    return model.eval()
