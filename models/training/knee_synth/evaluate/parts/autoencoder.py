"""Quality of the autoencoder alone: the ceiling of the synthesis."""

from functools import cache
from pathlib import Path

import numpy as np
import torch

from knee_synth.data import KneeFile, LatentStore
from knee_synth.evaluate.case import truth_of
from knee_synth.evaluate.measures import psnr, ssim
from knee_synth.evaluate.parts.part import Part, PartError, Row
from knee_synth.evaluate.statistics import mean_interval
from knee_synth.evaluate.tools import Tools
from knee_synth.networks import SliceAutoencoder
from knee_synth.training.autoencoder import load_autoencoder
from knee_synth.training.run_folder import RunFolder

_EVERY = 5


@torch.inference_mode()
def measure(tools: Tools, knee: KneeFile) -> Row:
    """PSNR (dB) and SSIM of every fifth slice, encoded and decoded.

    A bundle holds no encoder: that is the training folder's. With the latents' folder, which has
    their statistics, the decoder is the bundle's own; without, it is the training folder's too.
    """
    setup = tools.setup
    if setup.autoencoder is None:
        raise PartError("this part needs the autoencoder's training folder: --autoencoder DIR")
    autoencoder = _autoencoder(setup.autoencoder)
    truth = truth_of(knee)[::_EVERY]
    latent, _ = autoencoder.encode(torch.from_numpy(truth).unsqueeze(1))
    if setup.latents is None:
        decoded = autoencoder.decode(latent).numpy()
    else:
        mean, deviation = _statistics(setup.latents)
        networks = tools.sampler.networks
        standard = (latent.numpy() - mean) / deviation / networks.latent_scale
        decoded = networks.decoder({"latent": standard.astype(np.float32)})
    output = np.clip(decoded[:, 0], 0, 1)
    return {
        "decoder": "training folder" if setup.latents is None else "bundle",
        "psnr": psnr(output, truth),
        "ssim": ssim(output, truth),
    }


def summarise(rows: list[Row]) -> Row:
    """Means with intervals."""
    return {
        "decoder": rows[0]["decoder"],
        "mean": {name: mean_interval([row[name] for row in rows]) for name in ("psnr", "ssim")},
    }


@cache
def _autoencoder(folder: Path) -> SliceAutoencoder:
    return load_autoencoder(RunFolder(folder))


@cache
def _statistics(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    statistics = LatentStore.open(folder).statistics
    shape = (1, -1, 1, 1)
    return np.reshape(statistics.mean, shape), np.reshape(statistics.deviation, shape)


PART = Part(
    "autoencoder",
    "Autoencoder alone",
    measure,
    summarise,
    needs="autoencoder",
    uses=("autoencoder", "latents"),
    settings={"every": _EVERY},
)
