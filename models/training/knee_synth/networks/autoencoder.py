"""Autoencoder of single slices on space-to-depth input: no layer runs at full resolution."""

import hashlib
from dataclasses import dataclass

import torch
from monai.networks.nets import AutoencoderKL
from torch import nn
from torch.nn import functional

#: Beginnings of the names of the weights that decide the latent.
ENCODING_WEIGHTS = (
    "autoencoder.encoder.",
    "autoencoder.quant_conv_mu.",
    "autoencoder.quant_conv_log_sigma.",
)


@dataclass(frozen=True)
class AutoencoderConfig:
    """Sizes of the autoencoder.

    `unshuffle` pixels a side are folded into channels at the input (and back at the output); each
    step of `channels` after the first halves the resolution. The whole reduction must be 8.
    """

    latent_channels: int = 4
    channels: tuple[int, ...] = (96, 128)
    unshuffle: int = 4
    norm_groups: int = 8

    def __post_init__(self) -> None:
        reduction = self.unshuffle * 2 ** (len(self.channels) - 1)
        if reduction != 8:
            raise ValueError(
                f"the autoencoder must reduce 256 to 32, a factor of 8, not {reduction}"
            )


class SliceAutoencoder(nn.Module):
    """MONAI's AutoencoderKL between pixel-unshuffle and pixel-shuffle.

    Slices are float tensors [B,1,H,W] in [0, 1], H and W multiples of 8; latents [B,C,H/8,W/8].
    """

    def __init__(self, config: AutoencoderConfig) -> None:
        super().__init__()
        self.config = config
        folded = config.unshuffle**2
        self.autoencoder = AutoencoderKL(
            spatial_dims=2,
            in_channels=folded,
            out_channels=folded,
            num_res_blocks=(1,) * len(config.channels),
            channels=config.channels,
            attention_levels=(False,) * len(config.channels),
            latent_channels=config.latent_channels,
            norm_num_groups=config.norm_groups,
            with_encoder_nonlocal_attn=False,
            with_decoder_nonlocal_attn=False,
        )

    def encoding_side(self) -> tuple[nn.Module, ...]:
        """The parts that decide the latent."""
        inner = self.autoencoder
        return (inner.encoder, inner.quant_conv_mu, inner.quant_conv_log_sigma)

    def decoding_side(self) -> tuple[nn.Module, ...]:
        """The parts that decide what a latent means."""
        return (self.autoencoder.decoder, self.autoencoder.post_quant_conv)

    def encoder_fingerprint(self) -> str:
        """SHA-256 of the encoder's weights: latents of equal fingerprints are interchangeable."""
        digest = hashlib.sha256()
        for part in self.encoding_side():
            for name, values in part.state_dict().items():
                digest.update(name.encode())
                digest.update(values.detach().cpu().contiguous().numpy().tobytes())
        return digest.hexdigest()

    def encode(self, slices: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean and standard deviation of the latent."""
        folded = functional.pixel_unshuffle(slices * 2 - 1, self.config.unshuffle)
        return self.autoencoder.encode(folded)

    def decode(self, latent: torch.Tensor) -> torch.Tensor:
        """Slices of about [0, 1], not clipped."""
        folded = self.autoencoder.decode(latent)
        return functional.pixel_shuffle(folded, self.config.unshuffle) * 0.5 + 0.5

    def forward(self, slices: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Reconstruction from a sampled latent, and the latent's mean and standard deviation."""
        mean, deviation = self.encode(slices)
        return self.decode(mean + deviation * torch.randn_like(deviation)), mean, deviation
