"""`knee_synth average`: one denoiser out of several trainings, by the mean of their weights."""

import argparse
import math
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from knee_synth.data.latents import LATENT_STATISTICS, statistics_of
from knee_synth.training.conditional_model import (
    ConditionalModel,
    begun_with,
    load_conditional_model,
)
from knee_synth.training.known_latents import check_latents
from knee_synth.training.run_folder import RunError, RunFolder

#: A training and its weight in the mean.
Weighted = tuple[RunFolder, float]


def main(argv: Sequence[str]) -> int:
    """Average trainings of a denoiser of which each began with the weights of the one before."""
    parser = argparse.ArgumentParser(prog="knee_synth average", description=main.__doc__)
    parser.add_argument(
        "runs", nargs="+", type=_weighted, metavar="RUN=WEIGHT", help="training folder and weight"
    )
    parser.add_argument("--out", type=Path, required=True, help="training folder to write")
    arguments = parser.parse_args(argv)
    try:
        write_average(arguments.runs, RunFolder(arguments.out))
    except RunError as error:
        print(f"average failed: {error}", file=sys.stderr)
        return 1
    return 0


def write_average(runs: Sequence[Weighted], out: RunFolder) -> None:
    """Write networks of `averaged` as a training folder that `export` and `--start` take.

    Its configuration is the last training's, and names all of them under "average_of".

    Raises:
        RunError: as `averaged`, or they know different latents, or `out` holds a training of its
            own.
    """
    model = averaged(runs)
    known = runs[-1][0].config().get(LATENT_STATISTICS)
    for run, _ in runs:
        if known is not None:
            check_latents(run, statistics_of(known))
    if out.load() is not None and "average_of" not in out.config():
        raise RunError(f"{out.path.name} holds a training of its own; choose another folder")
    last = runs[-1][0]
    states = [run.require() for run, _ in runs]
    parts = [
        {**run.lineage(), "weight": weight, "steps": state["step"]}
        for (run, weight), state in zip(runs, states, strict=True)
    ]
    out.describe({**last.config(), "average_of": parts})
    counts = {name: states[-1][name] for name in ("step", "elapsed_s")}
    out.save({"average": model.state_dict(), **counts})


@torch.no_grad()
def averaged(runs: Sequence[Weighted]) -> ConditionalModel:
    """The weighted mean of the weights of several trainings, in networks of the last one's sizes.

    Along the line between the weights that a training began with and those that it came to, a
    network keeps what both know (Wortsman et al., arXiv 2109.01903). A training without maps of
    readings counts as one whose maps add nothing.

    Raises:
        RunError: a folder holds no such training, sizes differ, or the weights are not positive
            or do not add up to one.
    """
    weights = [weight for _, weight in runs]
    if min(weights) <= 0 or not math.isclose(sum(weights), 1, abs_tol=1e-6):
        given = ", ".join(f"{weight:g}" for weight in weights)
        raise RunError(f"weights are positive and add up to 1, not {given}")
    for run, _ in runs:
        if "denoiser" not in run.config()["networks"]:
            raise RunError(f"{run.path.name} holds no training of a denoiser")
    model = load_conditional_model(runs[-1][0])
    sizes = model.encoder.config, model.denoiser.config
    mean = {name: torch.zeros_like(tensor) for name, tensor in model.state_dict().items()}
    for run, weight in runs:
        part = begun_with(run, *sizes)
        maps, known = part.denoiser.reading_map, model.denoiser.reading_map
        if maps is not None and known is not None and not maps.out.weight.any():
            maps.draw.load_state_dict(known.draw.state_dict())
        for name, tensor in part.state_dict().items():
            mean[name] += weight * tensor
    model.load_state_dict(mean)
    return model


def _weighted(text: str) -> Weighted:
    folder, _, weight = text.rpartition("=")
    try:
        share = float(weight)
    except ValueError:
        share = math.nan
    if not folder or not math.isfinite(share):
        raise argparse.ArgumentTypeError(f"{text} is no RUN=WEIGHT, such as runs/denoiser=0.8")
    return RunFolder(Path(folder)), share
