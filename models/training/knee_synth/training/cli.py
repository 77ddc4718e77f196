"""Command lines of `knee_synth train autoencoder|denoiser` and `knee_synth latents`."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from knee_synth.data import LatentStore, list_knees
from knee_synth.data.latents import build_latents
from knee_synth.networks import (
    AutoencoderConfig,
    DenoiserConfig,
    LatentCodec,
    RadiographEncoderConfig,
)
from knee_synth.training.autoencoder import (
    AutoencoderTrainer,
    AutoencoderTraining,
    load_autoencoder,
)
from knee_synth.training.budget import Budget
from knee_synth.training.denoiser import DenoiserTrainer, DenoiserTraining
from knee_synth.training.device import training_device
from knee_synth.training.preview import SamplePreview
from knee_synth.training.run_folder import RunFolder
from knee_synth.training.workers import Workers, run_workers

_PREVIEW_KNEES = 3


def train_main(argv: Sequence[str]) -> int:
    """`knee_synth train`: the same command goes on from the last checkpoint."""
    parser = argparse.ArgumentParser(prog="knee_synth train", description=train_main.__doc__)
    networks = parser.add_subparsers(dest="network", required=True)
    _add_autoencoder(networks.add_parser("autoencoder", help="the slice autoencoder"))
    _add_denoiser(networks.add_parser("denoiser", help="the denoiser and the X-ray encoder"))
    arguments = parser.parse_args(argv)
    train = _train_autoencoder if arguments.network == "autoencoder" else _train_denoiser
    run_workers(arguments.workers, partial(train, arguments))
    return 0


def latents_main(argv: Sequence[str]) -> int:
    """`knee_synth latents`: encodes all slices of a cache with a trained autoencoder."""
    parser = argparse.ArgumentParser(prog="knee_synth latents", description=latents_main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="cache made by simulate")
    parser.add_argument("--autoencoder", type=Path, required=True, help="its training folder")
    parser.add_argument("--out", type=Path, required=True, help="folder of the latents")
    arguments = parser.parse_args(argv)
    autoencoder = load_autoencoder(RunFolder(arguments.autoencoder)).to(training_device())
    build_latents(arguments.data, arguments.out, autoencoder)
    return 0


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, help="cache made by simulate")
    parser.add_argument("--run", type=Path, required=True, help="training folder, made if absent")
    parser.add_argument("--steps", type=int, help="end after this many steps")
    parser.add_argument("--minutes", type=float, help="end after this much training time")
    parser.add_argument("--workers", type=int, default=1, help="processes, one a GPU or core (1)")
    parser.add_argument("--learning-rate", type=float, help="peak learning rate")
    parser.add_argument("--channels", type=_integers, help="channels of the levels, such as 96,128")
    parser.add_argument("--norm-groups", type=int, help="groups of the group normalisations")
    parser.add_argument("--checkpoint-seconds", type=float, help="time between checkpoints")


def _add_autoencoder(parser: argparse.ArgumentParser) -> None:
    _add_common(parser)
    parser.add_argument("--latent-channels", type=int, default=4, help="latent channels (4)")
    parser.add_argument("--batch", type=int, help="crops a step")
    parser.add_argument(
        "--decoder-only", action="store_true", help="keep the encoder, and with it the latents"
    )
    parser.add_argument("--adversarial-weight", type=float, help="weight of the patch critic (0)")


def _add_denoiser(parser: argparse.ArgumentParser) -> None:
    _add_common(parser)
    parser.add_argument("--latents", type=Path, required=True, help="folder made by latents")
    parser.add_argument("--autoencoder", type=Path, required=True, help="its training folder")
    parser.add_argument("--encoder-channels", type=_integers, help="the radiograph encoder's")
    parser.add_argument("--features", type=int, default=192, help="radiograph features (192)")
    parser.add_argument(
        "--depth-bands", type=int, default=16, help="depths they are sorted by (16)"
    )
    parser.add_argument("--encoder-steps", type=int, help="first steps, of the encoder alone")
    parser.add_argument("--knees", type=int, help="knees a step")
    parser.add_argument("--slices-each", type=int, help="slices of each knee a step")


def _integers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def _given(**options: object) -> dict[str, object]:
    return {name: value for name, value in options.items() if value is not None}


def _train_autoencoder(arguments: argparse.Namespace, workers: Workers) -> None:
    networks = AutoencoderConfig(
        latent_channels=arguments.latent_channels,
        **_given(channels=arguments.channels, norm_groups=arguments.norm_groups),
    )
    training = replace(
        AutoencoderTraining(),
        **_given(
            learning_rate=arguments.learning_rate,
            batch=arguments.batch,
            adversarial_weight=arguments.adversarial_weight,
            checkpoint_s=arguments.checkpoint_seconds,
            decoder_only=arguments.decoder_only,
        ),
    )
    budget = Budget(arguments.steps, arguments.minutes)
    run = RunFolder(arguments.run)
    AutoencoderTrainer(run, arguments.data, networks, training, budget, workers).train()


def _train_denoiser(arguments: argparse.Namespace, workers: Workers) -> None:
    store = LatentStore.open(arguments.latents)
    autoencoder = load_autoencoder(RunFolder(arguments.autoencoder))
    groups = _given(norm_groups=arguments.norm_groups)
    encoder = RadiographEncoderConfig(
        features=arguments.features, **_given(channels=arguments.encoder_channels), **groups
    )
    denoiser = DenoiserConfig(
        latent_channels=autoencoder.config.latent_channels,
        radiograph_features=arguments.features,
        depth_bands=arguments.depth_bands,
        **_given(channels=arguments.channels),
        **groups,
    )
    training = replace(
        DenoiserTraining(),
        **_given(
            learning_rate=arguments.learning_rate,
            knees=arguments.knees,
            slices_each=arguments.slices_each,
            encoder_steps=arguments.encoder_steps,
            checkpoint_s=arguments.checkpoint_seconds,
        ),
    )
    codec = LatentCodec(autoencoder, store.statistics).to(training_device()).eval()
    preview = None
    if workers.is_first:
        preview = SamplePreview(codec, list_knees(arguments.data, ("val",))[:_PREVIEW_KNEES])
    DenoiserTrainer(
        RunFolder(arguments.run),
        arguments.latents,
        encoder,
        denoiser,
        training,
        Budget(arguments.steps, arguments.minutes, warmup_steps=200),
        preview,
        workers,
    ).train()
