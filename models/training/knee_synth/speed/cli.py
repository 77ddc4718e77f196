"""Command line of `knee_synth speed`."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from knee_synth.export.cost import giga_macs
from knee_synth.export.rebuild import RebuildError, rebuild_networks
from knee_synth.export.validate import BundleError, bundle_signatures, read_metadata
from knee_synth.sample import SamplingOptions
from knee_synth.speed.devices import DeviceError, describe, open_device
from knee_synth.speed.floor import arithmetic_rate
from knee_synth.speed.sampling import SAMPLING_NETWORKS, time_sampling


def main(argv: Sequence[str]) -> int:
    """`knee_synth speed`: a bundle's networks timed in PyTorch, or the machine's arithmetic."""
    arguments = _parser().parse_args(argv)
    try:
        device = open_device(arguments.device, arguments.threads)
        found = _floor(arguments, device) if arguments.floor else _sampling(arguments, device)
    except (BundleError, DeviceError, RebuildError) as error:
        print(f"speed failed: {error}", file=sys.stderr)
        return 1
    about = {"device": describe(device), "version": torch.__version__}
    print(json.dumps({**about, **found}))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="knee_synth speed", description=main.__doc__)
    parser.add_argument("--bundle", type=Path, required=True, help="folder of the bundle")
    parser.add_argument("--floor", action="store_true", help="the arithmetic floor, no sampling")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--threads", type=int, default=1, help="threads on the CPU")
    parser.add_argument("--slices", type=int, default=50)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--solver", default="dpmsolver++2m")
    parser.add_argument("--batch", type=int, default=2, help="slices in a batch")
    return parser


def _floor(arguments: argparse.Namespace, device: torch.device) -> dict[str, Any]:
    rebuilt = rebuild_networks(arguments.bundle).by_name()
    networks = {name: rebuilt[name] for name in SAMPLING_NETWORKS}
    signatures = bundle_signatures(read_metadata(arguments.bundle))
    return {
        "giga_macs": giga_macs(networks, signatures),
        "giga_macs_per_second": arithmetic_rate(device),
    }


def _sampling(arguments: argparse.Namespace, device: torch.device) -> dict[str, Any]:
    options = SamplingOptions(solver=arguments.solver, steps=arguments.steps, batch=arguments.batch)
    return asdict(time_sampling(arguments.bundle, device, arguments.slices, options))
