"""The autoencoder between standardised latents and slices."""

from dataclasses import dataclass

import torch
from torch import nn

from knee_synth.networks.autoencoder import SliceAutoencoder


@dataclass(frozen=True)
class LatentStatistics:
    """Mean and standard deviation of every latent channel over the training slices."""

    mean: tuple[float, ...]
    deviation: tuple[float, ...]


class LatentCodec(nn.Module):
    """Slices [B,1,256,256] to latents [B,C,32,32] of zero mean and unit variance, and back."""

    mean: torch.Tensor
    deviation: torch.Tensor

    def __init__(self, autoencoder: SliceAutoencoder, statistics: LatentStatistics) -> None:
        super().__init__()
        channels = autoencoder.config.latent_channels
        if len(statistics.mean) != channels or len(statistics.deviation) != channels:
            raise ValueError(f"latent statistics are not those of {channels} channels")
        self.autoencoder = autoencoder
        self.register_buffer("mean", torch.tensor(statistics.mean).view(1, -1, 1, 1))
        self.register_buffer("deviation", torch.tensor(statistics.deviation).view(1, -1, 1, 1))

    def encode(self, slices: torch.Tensor) -> torch.Tensor:
        """The standardised mean latent."""
        return (self.autoencoder.encode(slices)[0] - self.mean) / self.deviation

    def forward(self, latent: torch.Tensor) -> torch.Tensor:
        """Decode standardised latents: the decoder as exported."""
        return self.autoencoder.decode(latent * self.deviation + self.mean)
