"""Command line of `knee_synth export`."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from knee_synth.data import CacheError, LatentStore
from knee_synth.diffusion import Restart
from knee_synth.diffusion.noise import NOISE_CORRELATION_MM, NOISE_SCALE
from knee_synth.diffusion.restart import RESTART
from knee_synth.export.bundle import TrainedNetworks, write_bundle
from knee_synth.export.cost import bundle_megabytes, giga_macs
from knee_synth.export.metadata import BundleDescription
from knee_synth.export.onnx_graphs import ExportError
from knee_synth.export.rebuild import rebuild_networks
from knee_synth.export.tiny_bundle import write_tiny_bundle
from knee_synth.export.training_data import describe_training_data
from knee_synth.export.validate import (
    BundleError,
    bundle_signatures,
    read_metadata,
    validate_bundle,
)
from knee_synth.grader.training import load_agreement, load_grader
from knee_synth.networks import LatentCodec
from knee_synth.training.autoencoder import load_autoencoder
from knee_synth.training.conditional_model import load_conditional_model
from knee_synth.training.known_latents import check_latents
from knee_synth.training.run_folder import RunError, RunFolder, merged_sources


def main(argv: Sequence[str]) -> int:
    """`knee_synth export`: writes a bundle from finished trainings, or checks one."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    try:
        if arguments.check:
            _check(arguments.check, _schema(arguments.schema))
        elif arguments.tiny:
            write_tiny_bundle(arguments.tiny)
        else:
            _export(parser, arguments)
    except (BundleError, CacheError, ExportError, RunError) as error:
        print(f"export failed: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="knee_synth export", description=main.__doc__)
    parser.add_argument("--autoencoder", type=Path, help="training folder of the autoencoder")
    parser.add_argument("--latents", type=Path, help="latents the denoiser was trained on")
    parser.add_argument("--denoiser", type=Path, help="training folder of the denoiser")
    parser.add_argument("--grader", type=Path, help="training folder of the grader, if any")
    parser.add_argument("--out", type=Path, help="folder of the bundle")
    parser.add_argument("--version", default="0.1.0", help="version of the bundle")
    parser.add_argument("--changes", default="First trained version", help="changelog entry")
    parser.add_argument(
        "--correlation-mm",
        type=float,
        default=NOISE_CORRELATION_MM,
        help="distance in depth over which the noise turns into independent noise "
        f"({NOISE_CORRELATION_MM:g}); less makes slices differ more",
    )
    parser.add_argument(
        "--noise-scale",
        type=float,
        default=NOISE_SCALE,
        help="standard deviation of the initial noise, above 0 and at most 1 "
        f"({NOISE_SCALE:g}); less stays nearer to what the conditions tell",
    )
    parser.add_argument(
        "--restart",
        type=Restart.parse,
        default=RESTART,
        metavar="TIMESTEP,STEPS,MM",
        help="noise added once more after the last step, its correlation along depth, and the "
        f"steps that take it away ({RESTART.timestep},{RESTART.steps},{RESTART.correlation_mm:g}), "
        "or none; it sharpens what is small",
    )
    parser.add_argument("--schema", type=Path, help="JSON Schema to check the metadata with")
    parser.add_argument("--check", type=Path, metavar="BUNDLE", help="only check a bundle")
    parser.add_argument("--tiny", type=Path, metavar="OUT", help="write the untrained test bundle")
    return parser


def _schema(path: Path | None) -> dict[str, Any] | None:
    return json.loads(path.read_text(encoding="utf-8")) if path else None


def _check(bundle: Path, schema: dict[str, Any] | None) -> None:
    distances = validate_bundle(bundle, schema)
    networks = rebuild_networks(bundle).by_name()
    costs = giga_macs(networks, bundle_signatures(read_metadata(bundle)))
    for name, distance in distances.items():
        print(f"{name}: {costs[name]:.2f} GMAC a call, {distance:.1e} relative L2 from PyTorch")
    checked = "metadata, hashes" if schema is not None else "hashes (metadata: give --schema)"
    print(
        f"{bundle.name}: {checked}, operators, golden outputs and agreement with PyTorch are "
        f"right; {bundle_megabytes(bundle):.1f} MB"
    )


def _export(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    folders = (arguments.autoencoder, arguments.latents, arguments.denoiser, arguments.out)
    if any(folder is None for folder in folders):
        parser.error("--autoencoder, --latents, --denoiser and --out are needed")
    if not 0 < arguments.noise_scale <= 1:
        parser.error(f"--noise-scale is above 0 and at most 1, not {arguments.noise_scale:g}")
    runs = {
        "autoencoder": RunFolder(arguments.autoencoder),
        "denoiser": RunFolder(arguments.denoiser),
    }
    autoencoder = load_autoencoder(runs["autoencoder"])
    model = load_conditional_model(runs["denoiser"])
    store = LatentStore.open(arguments.latents)
    for run in runs.values():
        check_latents(run, store.statistics)
    if arguments.grader is not None:
        runs["grader"] = RunFolder(arguments.grader)
    grader = load_grader(runs["grader"]) if "grader" in runs else None
    networks = TrainedNetworks(
        model.encoder, model.denoiser, LatentCodec(autoencoder, store.statistics), grader
    )
    data = describe_training_data(_sources(runs, store), _bundles(runs))
    description = BundleDescription(
        name=data.name,
        version=arguments.version,
        description=data.description,
        data_source=data.data_source,
        changelog={arguments.version: arguments.changes},
        eval_metrics={"status": "not evaluated yet; see knee_synth evaluate --record"},
        latent_channels=autoencoder.config.latent_channels,
        features=model.denoiser.config.radiograph_features,
        correlation_mm=arguments.correlation_mm,
        noise_scale=arguments.noise_scale,
        restart=arguments.restart,
        agreement=load_agreement(runs["grader"]) if "grader" in runs else None,
    )
    configs = {name: _training_record(run) for name, run in runs.items()}
    train = store.of_split("train")
    second_volumes = int(store.what_if[train].sum())
    configs["denoiser"]["training_knees"] = len(train) - second_volumes
    configs["denoiser"]["second_volumes"] = second_volumes
    errors = write_bundle(arguments.out, networks, description, configs)
    validate_bundle(arguments.out, _schema(arguments.schema))
    for name, error in errors.items():
        size = (arguments.out / f"models/{name}.onnx").stat().st_size / 1e6
        print(f"{name}: {size:.1f} MB, {error:.1e} relative L2 from PyTorch")


def _sources(runs: Mapping[str, RunFolder], store: LatentStore) -> dict[str, int]:
    """Knees that the networks have learnt from, by source; of those of several the larger number.
    A denoiser that does not tell has learnt from those of the latents."""
    told = [{"sources": run.sources()} for run in runs.values()]
    denoiser = runs["denoiser"].config()
    is_unpacked = "bundles" in denoiser
    if "sources" not in denoiser and not is_unpacked:
        told.append({"sources": store.knees_by_source})
    return merged_sources(told)


def _bundles(runs: Mapping[str, RunFolder]) -> list[dict[str, str]]:
    found = [bundle for run in runs.values() for bundle in run.bundles()]
    return [bundle for i, bundle in enumerate(found) if bundle not in found[:i]]


def _training_record(run: RunFolder) -> dict[str, Any]:
    """Configuration of a training and how long it lasted."""
    state = run.require()
    return {**run.config(), "steps": state["step"], "seconds": round(state["elapsed_s"])}
