"""A tiny bundle with untrained weights, for tests of everything that reads bundles."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import nn

from knee_synth.export.bundle import TrainedNetworks, write_bundle
from knee_synth.export.metadata import BundleDescription
from knee_synth.grader import GraderConfig, ReadingGrader
from knee_synth.grader.agreement import MEASURE
from knee_synth.networks import (
    AutoencoderConfig,
    ConditionalDenoiser,
    DenoiserConfig,
    LatentCodec,
    LatentStatistics,
    RadiographEncoder,
    RadiographEncoderConfig,
    SliceAutoencoder,
)
from knee_synth.readings import READINGS

_LATENT_CHANNELS = 4
_FEATURES = 16
_SEED = 5
_SCALE = 0.5


def tiny_networks() -> TrainedNetworks:
    """Small untrained networks, zero-initialised layers filled so that all inputs count."""
    torch.manual_seed(_SEED)
    autoencoder = SliceAutoencoder(
        AutoencoderConfig(latent_channels=_LATENT_CHANNELS, channels=(8, 16), norm_groups=4)
    )
    encoder = RadiographEncoder(
        RadiographEncoderConfig(
            channels=(8, 16, 16), features=_FEATURES, attention_heads=2, norm_groups=4
        )
    )
    denoiser = ConditionalDenoiser(
        DenoiserConfig(
            latent_channels=_LATENT_CHANNELS,
            radiograph_features=_FEATURES,
            depth_bands=4,
            channels=(16, 16, 32),
            up_blocks=1,
            embedding=32,
            depth_bases=8,
            attention_heads=2,
            norm_groups=4,
        )
    )
    for module in (encoder, denoiser):
        _fill_zero_weights(module)
    grader = ReadingGrader(GraderConfig(channels=(8, 8, 16), description=8, norm_groups=4))
    _fill_zero_weights(grader)
    statistics = LatentStatistics((0.0,) * _LATENT_CHANNELS, (1.0,) * _LATENT_CHANNELS)
    return TrainedNetworks(encoder, denoiser, LatentCodec(autoencoder, statistics), grader)


def _fill_zero_weights(module: nn.Module) -> None:
    with torch.no_grad():
        for parameter in module.parameters():
            if parameter.dim() > 1 and not parameter.any():
                nn.init.normal_(parameter, std=0.05)


def write_tiny_bundle(folder: Path) -> dict[str, float]:
    """Export the tiny bundle; its latent scale is not 1, so that a reader has to honour it."""
    description = BundleDescription(
        name="Tiny untrained bundle",
        version="0.0.1",
        description="Untrained networks of the contract's shapes; its slices are not knees.",
        changelog={"0.0.1": "First version"},
        eval_metrics={"none": "untrained, for software tests only"},
        latent_channels=_LATENT_CHANNELS,
        features=_FEATURES,
        latent_scale=_SCALE,
        data_source="None: untrained weights from a seeded generator.",
        intended_use="Software tests only.",
        agreement=_made_up_agreement(),
    )
    networks = tiny_networks()
    return write_bundle(folder, networks, description, _sizes(networks))


def _made_up_agreement() -> dict[str, Any]:
    """Figures that no network reached; of the last variable they say that it cannot be told."""
    told = {"kappa": 0.5, "low": 0.25, "high": 0.75, "kappa_varied": 0.5, "visibility": 0.75}
    untold = {"kappa": 0.0, "low": -0.25, "high": 0.25, "kappa_varied": None, "visibility": 0.5}
    *names, last = (reading.name for reading in READINGS)
    variables = {**dict.fromkeys(names, told), last: untold}
    counted = {name: {**of, "findings": 3, "read": 8} for name, of in variables.items()}
    return {"measure": MEASURE, "knees": 8, "variables": counted}


def _sizes(networks: TrainedNetworks) -> dict[str, dict[str, Any]]:
    """The networks' sizes, as the configurations of a training name them."""
    grader = networks.grader
    return {
        **({} if grader is None else {"grader": {"networks": asdict(grader.config)}}),
        "autoencoder": {"networks": asdict(networks.decoder.autoencoder.config)},
        "denoiser": {
            "networks": {
                "encoder": asdict(networks.xray_encoder.config),
                "denoiser": asdict(networks.denoiser.config),
            }
        },
    }
