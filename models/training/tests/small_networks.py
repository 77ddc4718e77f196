"""Sizes of networks that train in an instant."""

from knee_synth.networks import DenoiserConfig, RadiographEncoderConfig

ENCODER = RadiographEncoderConfig(
    channels=(8, 16, 16), features=16, attention_heads=2, norm_groups=4
)
DENOISER = DenoiserConfig(
    radiograph_features=16, depth_bands=4, channels=(16, 16, 32), embedding=32, depth_bases=8,
    attention_heads=2, norm_groups=4,
)  # fmt: skip
