"""Command lines of `knee_synth joint-space-model` and `joint-space-films`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knee_synth.data.cache import CacheError, KneeFile, list_knees
from knee_synth.joint_space.data_file import EdgeModel, write_edge_model
from knee_synth.joint_space.edge_network import EPOCHS, EdgeExamples, train_network
from knee_synth.joint_space.edge_shape import edge_shape
from knee_synth.joint_space.films import write_films, write_fixtures
from knee_synth.joint_space.patches import joint_patch
from knee_synth.joint_space.true_edges import TrueEdges, kept_edges, smoothed
from knee_synth.simulate.anatomy_files import AnatomyError
from knee_synth.simulate.source import load_atlas


class JointSpaceError(Exception):
    """The knees that were asked for, or the reference knee, are not there."""


def model_main(argv: Sequence[str]) -> int:
    """`knee_synth joint-space-model`: makes the engine's edgeModelData.ts out of simulated knees;
    test knees are never used."""
    arguments = _model_parser().parse_args(argv)
    try:
        count = _make_model(arguments)
    except (CacheError, JointSpaceError) as error:
        print(f"joint-space-model failed: {error}", file=sys.stderr)
        return 1
    print(f"{arguments.out.name}: made of {count} knees")
    return 0


def films_main(argv: Sequence[str]) -> int:
    """`knee_synth joint-space-films`: writes films with their true joint-space widths, for
    engine/scripts/evaluate-joint-space.mjs, or the engine's fixtures of joints."""
    arguments = _films_parser().parse_args(argv)
    try:
        _write_films(arguments)
    except (CacheError, JointSpaceError) as error:
        print(f"joint-space-films failed: {error}", file=sys.stderr)
        return 1
    return 0


def _model_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="knee_synth joint-space-model", description=model_main.__doc__
    )
    parser.add_argument("--data", type=Path, required=True, help="cache made by simulate")
    parser.add_argument("--cache", type=Path, required=True, help="folder of its reference knee")
    parser.add_argument("--source", choices=("anatomy", "procedural"), default="anatomy")
    parser.add_argument("--anatomy", type=Path, help="open anatomy files, if --cache is empty")
    parser.add_argument(
        "--out", type=Path, required=True, help="the engine's src/jointSpace/edgeModelData.ts"
    )
    parser.add_argument("--first", type=int, default=100, metavar="ID", help="first knee (100)")
    parser.add_argument("--last", type=int, default=779, metavar="ID", help="last knee (779)")
    parser.add_argument(
        "--held-out",
        type=int,
        nargs=2,
        default=(380, 479),
        metavar=("FIRST", "LAST"),
        help="knees between them that are left out, for measuring (380 479)",
    )
    parser.add_argument("--epochs", type=int, default=EPOCHS, help=f"of the network ({EPOCHS})")
    parser.add_argument(
        "--work", type=Path, default=Path("joint-space-work"), help="folder that keeps true edges"
    )
    return parser


def _films_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="knee_synth joint-space-films", description=films_main.__doc__
    )
    parser.add_argument("--data", type=Path, required=True, help="cache made by simulate")
    parser.add_argument("--out", type=Path, required=True, help="folder of the films")
    parser.add_argument("--first", type=int, default=0, metavar="ID", help="first knee (0)")
    parser.add_argument("--last", type=int, default=99, metavar="ID", help="last knee (99)")
    parser.add_argument(
        "--fixtures",
        type=int,
        nargs="+",
        metavar="ID",
        help="instead write these knees' joints as PNGs, as engine/test/jointSpace has them",
    )
    return parser


def _make_model(arguments: argparse.Namespace) -> int:
    """Writes the data file; returns the number of knees that it was made of."""
    first, last = arguments.held_out
    knees = [
        knee
        for knee in _between(
            list_knees(arguments.data, ("train", "val")), arguments.first, arguments.last
        )
        if not first <= knee.knee_id <= last
    ]
    edges = kept_edges(
        knees,
        arguments.work / "true_edges.npz",
        lambda: _open_search(arguments),
    )
    whole, known = smoothed(edges)
    patches = np.stack([joint_patch(knee.load("film")) for knee in knees])
    try:
        mean, modes = edge_shape(whole)
        network = train_network(EdgeExamples(patches, whole, known), arguments.epochs)
    except ValueError as error:
        raise JointSpaceError(f"{error}; more knees are needed") from error
    weights = [parameter.detach().numpy() for parameter in network.parameters()]
    write_edge_model(arguments.out, EdgeModel(weights, mean, modes))
    return len(knees)


def _open_search(arguments: argparse.Namespace) -> TrueEdges:
    try:
        return TrueEdges(load_atlas(arguments.source, arguments.anatomy, arguments.cache))
    except (AnatomyError, ValueError) as error:
        raise JointSpaceError(
            f"{arguments.cache.name} holds no usable reference knee ({error}); "
            "name the --cache that simulate was run with"
        ) from error


def _write_films(arguments: argparse.Namespace) -> None:
    knees = list_knees(arguments.data)
    if arguments.fixtures is None:
        write_films(_between(knees, arguments.first, arguments.last), arguments.out)
        return
    missing = set(arguments.fixtures) - {knee.knee_id for knee in knees}
    if missing:
        raise JointSpaceError(f"{arguments.data.name} has no knees {sorted(missing)}")
    write_fixtures([k for k in knees if k.knee_id in arguments.fixtures], arguments.out)


def _between(knees: Sequence[KneeFile], first: int, last: int) -> list[KneeFile]:
    chosen = [knee for knee in knees if first <= knee.knee_id <= last]
    if not chosen:
        raise JointSpaceError(f"there are no knees from {first} to {last}")
    return chosen
