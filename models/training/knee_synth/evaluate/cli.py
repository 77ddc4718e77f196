"""Command line of `knee_synth evaluate`."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knee_synth.data import CacheError, KneeFile, list_knees
from knee_synth.data.source import add_data_argument, parse_with_data
from knee_synth.evaluate.card import CardError, write_card
from knee_synth.evaluate.mean_volume import keep_mean_volume
from knee_synth.evaluate.parts import PARTS, PartError, part_named
from knee_synth.evaluate.pictures import picture_lines, write_pictures
from knee_synth.evaluate.pool import run_parts
from knee_synth.evaluate.record import record_metrics
from knee_synth.evaluate.report import markdown_report
from knee_synth.evaluate.result import RESULT_FILE, ROWS_FILE, summarised, with_earlier_parts
from knee_synth.evaluate.setup import (
    TEST,
    EvaluationSetup,
    bundle_key,
    statistics_key,
    weights_key,
)
from knee_synth.evaluate.tools import MEAN_VOLUME_FILE, Tools
from knee_synth.evaluate.true_changes import true_changes
from knee_synth.export.validate import BundleError, read_metadata
from knee_synth.sample import SamplingOptions
from knee_synth.training.run_folder import RunError

_ERRORS = (BundleError, CacheError, CardError, PartError, RunError)


def main(argv: Sequence[str]) -> int:
    """`knee_synth evaluate`: measures a bundle on the test knees, part by part; on validation
    knees (`--split val`) where settings are to be chosen, which test knees must not decide.

    Every knee's figures are kept in the report's folder: the same command goes on where it was
    stopped, and measures again only what depends on something that has changed."""
    arguments = parse_with_data(_parser(), argv)
    try:
        _evaluate(arguments)
    except _ERRORS as error:
        print(f"evaluation failed: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="knee_synth evaluate", description=main.__doc__)
    add = parser.add_argument
    add("--bundle", type=Path, required=True)
    add_data_argument(parser)
    add("--out", type=Path, required=True, help="folder of the report")
    parts = ", ".join(f"{part.name} ({part.knees or 'all'})" for part in PARTS)
    add("--parts", help=f"some of: {parts}; in brackets the knees each takes. All by default")
    add("--split", choices=(TEST, "val"), default=TEST, help="knees that are measured (test)")
    add("--limit", type=int, help="at most so many of these knees in every part")
    add("--workers", type=int, default=os.cpu_count() or 1, help="processes of one thread each")
    add(
        "--segmenter",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="DIR",
        help="training folders, for shapes, joint space and readings; of several the mean counts",
    )
    add("--autoencoder", type=Path, help="training folder, for the autoencoder's own quality")
    add("--latents", type=Path, help="latents' folder: decode by the bundle's own decoder")
    add("--mean-knees", type=int, default=100, help="training knees of the mean volume (100)")
    add("--pairs", type=int, default=600, help="pairs that tell what lesions change by (600)")
    add("--seed", type=int, default=1, help="seed of the sampled noise (1)")
    add("--steps", type=int, help="steps of the solver, instead of the bundle's default")
    add("--solver", help="solver, instead of the bundle's default")
    add("--record", action="store_true", help="write the figures into the bundle's metadata")
    add("--card", action="store_true", help="write them into the model card as well")
    return parser


def _evaluate(arguments: argparse.Namespace) -> None:
    if arguments.split != TEST and (arguments.record or arguments.card):
        raise CardError("a bundle and its card hold figures of test knees alone; leave out --split")
    setup = _setup(arguments)
    names = _chosen_parts(arguments)
    knees = list_knees(arguments.data, (arguments.split,))[: arguments.limit]
    arguments.out.mkdir(parents=True, exist_ok=True)
    if "synthesis" in names:
        train = list_knees(arguments.data, ("train",))
        keep_mean_volume(arguments.out / MEAN_VOLUME_FILE, train, arguments.mean_knees)
    work = {name: knees[: part_named(name).knees] for name in names}
    rows = run_parts(setup, work, arguments.workers)
    summary = summarised(setup, rows, len(knees))
    if "readings" in names:
        pairs = list_knees(arguments.data, what_if=True)
        truth = true_changes(pairs, arguments.pairs)
        summary["parts"]["readings"]["summary"]["truth"] = truth
    result, rows = with_earlier_parts(arguments.out, summary, rows)
    _write(arguments.out, setup, result, rows, knees)
    if arguments.card:
        write_card(arguments.bundle, arguments.out)
    elif arguments.record:
        record_metrics(arguments.bundle, result)


def _write(
    folder: Path,
    setup: EvaluationSetup,
    result: dict[str, Any],
    rows: dict[str, list[dict[str, Any]]],
    knees: list[KneeFile],
) -> None:
    for name, value in ((RESULT_FILE, result), (ROWS_FILE, rows)):
        text = json.dumps(value, indent=1, allow_nan=False)
        (folder / name).write_text(text + "\n", encoding="utf-8")
    pictures = write_pictures(folder, Tools(setup), knees, result["parts"], rows)
    text = "\n".join(["# Evaluation", "", markdown_report(result), *picture_lines(pictures)])
    (folder / "evaluation.md").write_text(text.rstrip() + "\n", encoding="utf-8")


def _setup(arguments: argparse.Namespace) -> EvaluationSetup:
    segmenters = [folder.resolve() for folder in arguments.segmenter]
    if len(set(segmenters)) < len(segmenters):
        raise PartError("--segmenter names a folder twice; its labels would count twice")
    section = read_metadata(arguments.bundle)["xray_to_mri"]
    defaults = section["defaults"]
    options = SamplingOptions(
        solver=arguments.solver or defaults["solver"],
        steps=arguments.steps or defaults["steps"],
        guidance=defaults["guidance"],
        seed=arguments.seed,
        noise_scale=section["noise"].get("scale", 1.0),
    )
    return EvaluationSetup(
        bundle=arguments.bundle,
        data=arguments.data,
        out=arguments.out,
        options=options,
        bundle_key=bundle_key(arguments.bundle),
        segmenters=tuple(arguments.segmenter),
        segmenter_key=weights_key(*arguments.segmenter),
        autoencoder=arguments.autoencoder,
        autoencoder_key=weights_key(arguments.autoencoder),
        latents=arguments.latents,
        latents_key=statistics_key(arguments.latents),
        split=arguments.split,
    )


def _chosen_parts(arguments: argparse.Namespace) -> list[str]:
    """Names of the parts to run, in the order of the report.

    Raises:
        PartError: an unknown part, or one whose tool is missing and that was asked for by name.
    """
    given = {"segmenter": arguments.segmenter, "autoencoder": arguments.autoencoder}
    asked = [part_named(name).name for name in (arguments.parts or "").split(",") if name]
    names = []
    for part in PARTS:
        missing = part.needs is not None and not given[part.needs]
        if part.name in asked and missing:
            raise PartError(f"the part {part.name} needs --{part.needs} DIR")
        if missing and not asked:
            print(f"left out: {part.name}, it needs --{part.needs} DIR", file=sys.stderr)
        elif not missing and (not asked or part.name in asked):
            names.append(part.name)
    return names
