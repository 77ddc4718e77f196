"""The `--data` option of the commands that read a cache: a cache, or a download to import first."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from knee_synth.oai.errors import OaiError
from knee_synth.oai.importer import ImportOptions, cached_oai

_IMPORT_WORKERS = 2


def add_data_argument(parser: argparse.ArgumentParser) -> None:
    """Adds `--data CACHE` or `--data oai DIR`, `--cache` and `--tables`."""
    parser.add_argument(
        "--data",
        nargs="+",
        action=_DataAction,
        required=True,
        metavar=("CACHE | oai", "DIR"),
        help="cache made by simulate or import-oai; or `oai DIR`, an OAI download to import first",
    )
    parser.add_argument("--cache", type=Path, help="with oai: cache to import into (DIR-cache)")
    parser.add_argument("--tables", type=Path, help="with oai: folder of the reading tables")


def parse_with_data(parser: argparse.ArgumentParser, argv: Sequence[str]) -> argparse.Namespace:
    """Parses a command line; `data` of the result is the cache, imported if need be."""
    arguments = parser.parse_args(argv)
    kind, folder = arguments.data
    if kind == "cache":
        arguments.data = folder
        return arguments
    cache = arguments.cache or folder.with_name(f"{folder.name}-cache")
    try:
        cached_oai(folder, cache, ImportOptions(arguments.tables, workers=_IMPORT_WORKERS))
    except OaiError as error:
        parser.exit(1, f"{parser.prog}: the import failed: {error}\n")
    arguments.data = cache
    return arguments


class _DataAction(argparse.Action):
    """Stores ("cache", CACHE) or ("oai", DIR)."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        words = [str(word) for word in values or ()]
        if len(words) == 1 and words[0] != "oai":
            namespace.data = ("cache", Path(words[0]))
        elif len(words) == 2 and words[0] == "oai":
            namespace.data = ("oai", Path(words[1]).resolve())
        else:
            parser.error("--data takes a cache's folder, or `oai` and the folder of a download")
