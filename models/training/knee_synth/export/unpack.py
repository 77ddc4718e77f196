"""`knee_synth unpack`: a bundle as training folders, for trainings that go on from it."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from knee_synth.data.latents import LATENT_STATISTICS
from knee_synth.export.rebuild import RebuildError, rebuild_networks
from knee_synth.export.signatures import GRADER
from knee_synth.export.validate import (
    BundleError,
    bundle_origin,
    check_files,
    read_metadata,
)
from knee_synth.grader.training import AGREEMENT_FILE
from knee_synth.networks import LatentCodec
from knee_synth.networks.autoencoder import ENCODING_WEIGHTS
from knee_synth.training.conditional_model import ConditionalModel
from knee_synth.training.run_folder import RunError, RunFolder


def main(argv: Sequence[str]) -> int:
    """Write a bundle's networks as training folders, for `--start`, `average` and `export`."""
    parser = argparse.ArgumentParser(prog="knee_synth unpack", description=main.__doc__)
    parser.add_argument("bundle", type=Path, help="folder of the bundle")
    parser.add_argument("--out", type=Path, required=True, help="folder of the training folders")
    arguments = parser.parse_args(argv)
    try:
        folders = unpack(arguments.bundle, arguments.out)
    except (BundleError, OSError, RebuildError, RunError) as error:
        print(f"unpack failed: {error}", file=sys.stderr)
        return 1
    print(f"wrote {', '.join(run.path.name for run in folders)}; the autoencoder can only decode")
    return 0


def unpack(bundle: Path, out: Path) -> list[RunFolder]:
    """Write `autoencoder`, `denoiser` and, where the bundle has one, `grader` into `out`.

    A bundle decodes only, so the autoencoder is without its encoder: one is fitted to data with
    `train autoencoder --start OUT/autoencoder --encoder-only --drawn-by BUNDLE`. Autoencoder and
    denoiser carry the `latent_statistics` that the denoiser's latents are standardised by, and all
    of them what bundle they are of. The optimizers' states are not in a bundle.

    Raises:
        BundleError, RebuildError: it is no bundle, or not a whole one.
        RunError: a folder of these names holds a training already.
    """
    metadata = read_metadata(bundle)
    check_files(bundle, metadata)
    networks = rebuild_networks(bundle)
    codec = networks.decoder
    if not isinstance(codec, LatentCodec):
        raise RebuildError(f"{bundle.name} has a decoder of another kind")
    origin = {"bundles": [bundle_origin(metadata)]}
    statistics = {
        LATENT_STATISTICS: {
            "mean": codec.mean.flatten().tolist(),
            "deviation": codec.deviation.flatten().tolist(),
        }
    }
    model = ConditionalModel(networks.xray_encoder.config, networks.denoiser.config)
    model.encoder.load_state_dict(networks.xray_encoder.state_dict())
    model.denoiser.load_state_dict(networks.denoiser.state_dict())
    # Not in a bundle. At nought it asks nothing of the encoder before it has learnt something.
    for values in model.outline.parameters():
        torch.nn.init.zeros_(values)
    configs = {
        "autoencoder": asdict(codec.autoencoder.config),
        "denoiser": {
            "encoder": asdict(model.encoder.config),
            "denoiser": asdict(model.denoiser.config),
        },
    }
    parts: dict[str, tuple[dict[str, Any], dict[str, torch.Tensor]]] = {
        "autoencoder": ({"networks": configs["autoencoder"], **statistics}, _decoder_of(codec)),
        "denoiser": ({"networks": configs["denoiser"], **statistics}, model.state_dict()),
    }
    if networks.grader is not None:
        parts[GRADER] = ({"networks": asdict(networks.grader.config)}, networks.grader.state_dict())
    runs = {name: RunFolder(out / name) for name in parts}
    for run in runs.values():
        if run.load() is not None:
            raise RunError(f"{run.path.name} in {out.name} holds a training; choose another folder")
    for name, (config, weights) in parts.items():
        runs[name].describe({**config, **origin})
        runs[name].save({"average": weights, "step": 0, "elapsed_s": 0.0})
    if GRADER in runs:
        agreement = {**metadata["xray_to_mri"][GRADER]["agreement"], "step": 0}
        text = json.dumps(agreement, indent=2) + "\n"
        (runs[GRADER].path / AGREEMENT_FILE).write_text(text, encoding="utf-8")
    return list(runs.values())


def _decoder_of(codec: LatentCodec) -> dict[str, torch.Tensor]:
    """The weights of the autoencoder that the bundle holds."""
    weights = codec.autoencoder.state_dict()
    return {name: w for name, w in weights.items() if not name.startswith(ENCODING_WEIGHTS)}
