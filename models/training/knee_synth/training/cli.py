"""Command lines of `knee_synth train` (autoencoder, denoiser, segmenter, grader) and `latents`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from torch.multiprocessing.spawn import ProcessRaisedException

from knee_synth.data import CacheError, LatentStore, list_knees
from knee_synth.data.latents import (
    LATENT_STATISTICS,
    build_latents,
    measured_statistics,
    statistics_of,
    training_sources,
)
from knee_synth.data.source import add_data_argument, parse_with_data
from knee_synth.grader.cli import add_grader_options, train_grader
from knee_synth.networks import (
    AutoencoderConfig,
    DenoiserConfig,
    LatentCodec,
    RadiographEncoderConfig,
)
from knee_synth.networks.segmenter import SegmenterConfig
from knee_synth.training.autoencoder import (
    AutoencoderTrainer,
    AutoencoderTraining,
    load_autoencoder,
)
from knee_synth.training.budget import Budget
from knee_synth.training.conditional_model import begun_with, load_conditional_model
from knee_synth.training.denoiser import DenoiserTrainer, DenoiserTraining
from knee_synth.training.device import training_device
from knee_synth.training.drawn_latents import Drawing
from knee_synth.training.known_latents import alike, check_latents
from knee_synth.training.preview import SamplePreview
from knee_synth.training.redrawn_slices import Redrawing
from knee_synth.training.run_folder import RunError, RunFolder
from knee_synth.training.segmenter import SegmenterTrainer, SegmenterTraining
from knee_synth.training.workers import Workers, run_workers

_PREVIEW_KNEES = 3


def train_main(argv: Sequence[str]) -> int:
    """`knee_synth train`: the same command goes on from the last checkpoint."""
    parser = argparse.ArgumentParser(prog="knee_synth train", description=train_main.__doc__)
    networks = parser.add_subparsers(dest="network", required=True)
    _add_autoencoder(networks.add_parser("autoencoder", help="the slice autoencoder"))
    _add_denoiser(networks.add_parser("denoiser", help="the denoiser and the X-ray encoder"))
    _add_segmenter(networks.add_parser("segmenter", help="the evaluation's slice segmenter"))
    grader = networks.add_parser("grader", help="the grader that suggests readings")
    _add_run(grader)
    add_grader_options(grader)
    arguments = parse_with_data(parser, argv)
    trainings = {
        "autoencoder": _train_autoencoder,
        "denoiser": _train_denoiser,
        "segmenter": _train_segmenter,
        "grader": train_grader,
    }
    task = partial(trainings[arguments.network], arguments)
    return _in_words("training", partial(run_workers, arguments.workers, task))


def _in_words(what: str, task: Callable[[], object]) -> int:
    """Run a task; an error in its data or folders becomes a sentence and exit code 1."""
    try:
        task()
    except (CacheError, RunError) as error:
        sentence = str(error)
    except ProcessRaisedException as error:
        kind, _, sentence = error.msg.strip().rpartition("\n")[2].partition(": ")
        if kind.rpartition(".")[2] not in (CacheError.__name__, RunError.__name__):
            raise
    else:
        return 0
    print(f"{what} failed: {sentence}", file=sys.stderr)
    return 1


def latents_main(argv: Sequence[str]) -> int:
    """`knee_synth latents`: encodes all slices of a cache with a trained autoencoder."""
    parser = argparse.ArgumentParser(prog="knee_synth latents", description=latents_main.__doc__)
    add_data_argument(parser)
    parser.add_argument("--autoencoder", type=Path, required=True, help="its training folder")
    parser.add_argument("--out", type=Path, required=True, help="folder of the latents")
    arguments = parse_with_data(parser, argv)
    return _in_words("encoding", partial(_encode, arguments))


def _encode(arguments: argparse.Namespace) -> None:
    run = RunFolder(arguments.autoencoder)
    autoencoder = load_autoencoder(run).to(training_device())
    known = run.config().get(LATENT_STATISTICS)
    statistics = statistics_of(known) if known is not None else None
    store = build_latents(arguments.data, arguments.out, autoencoder, statistics)
    if statistics is not None and not alike(statistics, measured_statistics(store)):
        print(
            "warning: mean or deviation of these latents are others than those of the bundle that "
            f"{run.path.name} was fitted to, whose denoiser knows them badly; fit it for longer, "
            "or look whether these slices are too different from those of its training",
            file=sys.stderr,
        )


def _add_run(parser: argparse.ArgumentParser) -> None:
    add_data_argument(parser)
    parser.add_argument("--run", type=Path, required=True, help="training folder, made if absent")
    parser.add_argument("--steps", type=int, help="end after this many steps")
    parser.add_argument("--minutes", type=float, help="end after this much training time")
    parser.add_argument("--workers", type=int, default=1, help="processes, one a GPU or core (1)")
    parser.add_argument("--learning-rate", type=float, help="peak learning rate")


def _add_segmenter(parser: argparse.ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("--features", type=_integers, help="the U-Net's six, such as 24,24,48,...")
    parser.add_argument("--batch", type=int, help="slices a step")
    parser.add_argument("--knees", type=int, help="training knees held in memory")
    parser.add_argument("--seed", type=int, help="of weights and draws (1)")
    parser.add_argument(
        "--redrawn-by", type=Path, help="bundle in whose manner half of the slices are drawn"
    )
    parser.add_argument("--latents", type=Path, help="folder made by latents, for --redrawn-by")


def _add_common(parser: argparse.ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("--channels", type=_integers, help="channels of the levels, such as 96,128")
    parser.add_argument("--norm-groups", type=int, help="groups of the group normalisations")
    parser.add_argument("--checkpoint-seconds", type=float, help="time between checkpoints")


def _add_autoencoder(parser: argparse.ArgumentParser) -> None:
    _add_common(parser)
    parser.add_argument("--latent-channels", type=int, help="latent channels (4)")
    parser.add_argument("--batch", type=int, help="crops a step")
    side = parser.add_mutually_exclusive_group()
    side.add_argument(
        "--decoder-only", action="store_true", help="keep the encoder, and with it the latents"
    )
    side.add_argument(
        "--encoder-only", action="store_true", help="keep the decoder, and what a latent means"
    )
    parser.add_argument(
        "--drawn-by",
        type=Path,
        metavar="BUNDLE",
        help="with --encoder-only: bundle whose latents the encoder is to give",
    )
    parser.add_argument("--adversarial-weight", type=float, help="weight of the patch critic (0)")
    _add_start(parser)
    parser.add_argument("--max-knees", type=int, help="knees held in memory by each process")


def _add_start(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--start",
        type=Path,
        help="training folder whose weights to begin with; sizes that are not given are its own",
    )


def _add_denoiser(parser: argparse.ArgumentParser) -> None:
    _add_common(parser)
    parser.add_argument("--latents", type=Path, required=True, help="folder made by latents")
    parser.add_argument("--autoencoder", type=Path, required=True, help="its training folder")
    _add_start(parser)
    parser.add_argument("--encoder-channels", type=_integers, help="the radiograph encoder's")
    parser.add_argument("--features", type=int, help="radiograph features (320)")
    parser.add_argument("--depth-bands", type=int, help="depths they are sorted by (20)")
    parser.add_argument("--reading-maps", type=int, help="maps that the readings draw (0)")
    parser.add_argument("--encoder-steps", type=int, help="first steps, of the encoder alone")
    parser.add_argument("--knees", type=int, help="knees a step")
    parser.add_argument("--slices-each", type=int, help="slices of each knee a step")
    parser.add_argument(
        "--contrast-weight", type=float, help="weight of what other readings change; 0 for none"
    )
    parser.add_argument(
        "--picture-weight", type=float, help="weight of errors in decoded slices; 0 for none"
    )
    parser.add_argument(
        "--picture-contrast-weight", type=float, help="weight of what other readings change in them"
    )
    parser.add_argument(
        "--adversarial-weight", type=float, help="weight of a critic of decoded slices; 0 for none"
    )
    parser.add_argument("--encoder-knees", type=int, help="knees a step of the encoder alone")


def _integers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def _given(**options: object) -> dict[str, object]:
    return {name: value for name, value in options.items() if value is not None}


def _train_autoencoder(arguments: argparse.Namespace, workers: Workers) -> None:
    run = RunFolder(arguments.run)
    start_run = RunFolder(arguments.start) if arguments.start else None
    start = load_autoencoder(start_run, not arguments.encoder_only) if start_run else None
    networks = replace(
        start.config if start is not None else AutoencoderConfig(),
        **_given(
            latent_channels=arguments.latent_channels,
            channels=arguments.channels,
            norm_groups=arguments.norm_groups,
        ),
    )
    training = replace(
        AutoencoderTraining(),
        **_given(
            learning_rate=arguments.learning_rate,
            batch=arguments.batch,
            adversarial_weight=arguments.adversarial_weight,
            checkpoint_s=arguments.checkpoint_seconds,
            decoder_only=arguments.decoder_only,
            encoder_only=arguments.encoder_only,
            max_knees=arguments.max_knees,
        ),
    )
    if start is not None and start.config != networks:
        raise RunError(
            f"{arguments.start.name} holds an autoencoder of other sizes: {start.config}"
        )
    one_side = arguments.decoder_only or arguments.encoder_only
    if one_side and start is None and run.load() is None:
        trained, kept = ("encoder", "decoder") if arguments.encoder_only else ("decoder", "encoder")
        raise RunError(f"--{trained}-only needs the {kept} of another training: --start FOLDER")
    about: dict[str, object] = {"begun_with": start_run.lineage()} if start_run else {}
    # Where it goes on and both are given, they are found to agree, or refused.
    before = start_run if start_run is not None else run
    if one_side:
        # Latents mean what they meant; a training of both sides makes others.
        about |= {n: v for n, v in before.config().items() if n == LATENT_STATISTICS}
    drawing = Drawing(arguments.drawn_by) if arguments.drawn_by else None
    is_of_bundle = arguments.encoder_only and LATENT_STATISTICS in about
    if drawing is not None and not is_of_bundle:
        raise RunError(
            "--drawn-by goes with --encoder-only and a --start that was unpacked from the bundle"
        )
    if drawing is not None and drawing.origin() not in before.bundles():
        raise RunError(f"{before.path.name} was not unpacked from {arguments.drawn_by.name}")
    if drawing is None and is_of_bundle:
        raise RunError(
            "a decoder alone leaves open what some latents are, and its bundle's denoiser would "
            "not know them; name the bundle too: --drawn-by BUNDLE"
        )
    if not arguments.encoder_only and workers.is_first:
        # An encoder is in no bundle.
        about["sources"] = training_sources(list_knees(arguments.data, ("train",)))
    budget = Budget(arguments.steps, arguments.minutes)
    AutoencoderTrainer(
        run, arguments.data, networks, training, budget, workers, start, about, drawing
    ).train()


def _train_segmenter(arguments: argparse.Namespace, workers: Workers) -> None:
    training = replace(
        SegmenterTraining(),
        **_given(
            learning_rate=arguments.learning_rate,
            batch=arguments.batch,
            knees=arguments.knees,
            seed=arguments.seed,
        ),
    )
    run = RunFolder(arguments.run)
    if arguments.seed is None and run.load() is not None:
        training = replace(training, seed=run.config()["training"]["seed"])
    config = SegmenterConfig(**_given(features=arguments.features))
    budget = Budget(arguments.steps, arguments.minutes)
    redrawing = None
    if arguments.redrawn_by is not None:
        if arguments.latents is None:
            raise RunError("--redrawn-by needs the latents of the true slices: --latents DIR")
        redrawing = Redrawing(arguments.redrawn_by, arguments.latents)
    SegmenterTrainer(run, arguments.data, config, training, budget, workers, redrawing).train()


def _train_denoiser(arguments: argparse.Namespace, workers: Workers) -> None:
    store = LatentStore.open(arguments.latents)
    autoencoder = load_autoencoder(RunFolder(arguments.autoencoder))
    start_run = RunFolder(arguments.start) if arguments.start else None
    known = load_conditional_model(start_run) if start_run else None
    run = RunFolder(arguments.run)
    for known_run in (start_run, run if run.load() is not None else None):
        if known_run is not None:
            check_latents(known_run, store.statistics)
    groups = _given(norm_groups=arguments.norm_groups)
    encoder = replace(
        known.encoder.config if known else RadiographEncoderConfig(),
        **_given(features=arguments.features, channels=arguments.encoder_channels),
        **groups,
    )
    denoiser = replace(
        known.denoiser.config if known else DenoiserConfig(),
        latent_channels=autoencoder.config.latent_channels,
        radiograph_features=encoder.features,
        **_given(
            depth_bands=arguments.depth_bands,
            channels=arguments.channels,
            reading_maps=arguments.reading_maps,
        ),
        **groups,
    )
    training = replace(
        DenoiserTraining(),
        **_given(
            learning_rate=arguments.learning_rate,
            knees=arguments.knees,
            slices_each=arguments.slices_each,
            encoder_steps=arguments.encoder_steps,
            encoder_knees=arguments.encoder_knees,
            contrast_weight=arguments.contrast_weight,
            picture_weight=arguments.picture_weight,
            picture_contrast_weight=arguments.picture_contrast_weight,
            adversarial_weight=arguments.adversarial_weight,
            checkpoint_s=arguments.checkpoint_seconds,
        ),
    )
    start = begun_with(start_run, encoder, denoiser) if start_run else None
    codec = LatentCodec(autoencoder, store.statistics).to(training_device()).eval()
    preview = None
    if workers.is_first:
        preview = SamplePreview(codec, list_knees(arguments.data, ("val",))[:_PREVIEW_KNEES])
    DenoiserTrainer(
        run,
        arguments.latents,
        encoder,
        denoiser,
        training,
        Budget(arguments.steps, arguments.minutes, warmup_steps=200),
        preview,
        workers,
        start,
        codec,
        {
            LATENT_STATISTICS: asdict(store.statistics),
            "sources": store.knees_by_source,
            **({"begun_with": start_run.lineage()} if start_run else {}),
        },
    ).train()
