"""The networks: slice autoencoder, radiograph encoder, conditional denoiser."""

from knee_synth.networks.autoencoder import AutoencoderConfig, SliceAutoencoder
from knee_synth.networks.denoiser import ConditionalDenoiser, DenoiserConfig
from knee_synth.networks.latent_codec import LatentCodec, LatentStatistics
from knee_synth.networks.radiograph_encoder import RadiographEncoder, RadiographEncoderConfig

__all__ = [
    "AutoencoderConfig",
    "ConditionalDenoiser",
    "DenoiserConfig",
    "LatentCodec",
    "LatentStatistics",
    "RadiographEncoder",
    "RadiographEncoderConfig",
    "SliceAutoencoder",
]
