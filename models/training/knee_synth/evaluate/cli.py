"""Command line of `knee_synth evaluate`."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from knee_synth.data import CacheError, list_knees
from knee_synth.evaluate.autoencoder import autoencoder_quality
from knee_synth.evaluate.mean_volume import mean_volume
from knee_synth.evaluate.record import record_metrics
from knee_synth.evaluate.report import write_report
from knee_synth.evaluate.synthesis import evaluate_synthesis
from knee_synth.export.validate import BundleError, read_metadata
from knee_synth.sample import SamplerNetworks, SamplingOptions
from knee_synth.training.autoencoder import load_autoencoder
from knee_synth.training.device import training_device
from knee_synth.training.run_folder import RunError, RunFolder


def main(argv: Sequence[str]) -> int:
    """`knee_synth evaluate`: measures a bundle on test knees, with both controls."""
    arguments = _parser().parse_args(argv)
    try:
        _evaluate(arguments)
    except (BundleError, CacheError, RunError) as error:
        print(f"evaluation failed: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="knee_synth evaluate", description=main.__doc__)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="cache made by simulate")
    parser.add_argument("--out", type=Path, required=True, help="folder of the report")
    parser.add_argument("--limit", type=int, help="at most so many test knees")
    parser.add_argument("--mean-knees", type=int, default=100, help="knees of the mean volume")
    parser.add_argument("--ablate", type=int, default=0, help="knees sampled with inputs withheld")
    parser.add_argument("--autoencoder", type=Path, help="training folder, to measure it as well")
    parser.add_argument("--threads", type=int, default=0, help="threads of onnxruntime (0: all)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the sampled noise")
    parser.add_argument(
        "--record", action="store_true", help="write the figures into the bundle's metadata"
    )
    return parser


def _evaluate(arguments: argparse.Namespace) -> None:
    section = read_metadata(arguments.bundle)["xray_to_mri"]
    defaults = section["defaults"]
    options = SamplingOptions(
        solver=defaults["solver"],
        steps=defaults["steps"],
        guidance=defaults["guidance"],
        seed=arguments.seed,
    )
    networks = SamplerNetworks.open(arguments.bundle, arguments.threads)
    knees = list_knees(arguments.data, ("test",))[: arguments.limit]
    mean = mean_volume(list_knees(arguments.data, ("train",)), arguments.mean_knees)
    result = evaluate_synthesis(networks, knees, mean, options, arguments.ablate)
    if arguments.autoencoder:
        training_device()
        autoencoder = load_autoencoder(RunFolder(arguments.autoencoder))
        result["autoencoder"] = autoencoder_quality(autoencoder, knees)
    arguments.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, indent=2)
    (arguments.out / "evaluation.json").write_text(text + "\n", encoding="utf-8")
    write_report(arguments.out, result, networks, knees, options)
    if arguments.record:
        record_metrics(arguments.bundle, result)
