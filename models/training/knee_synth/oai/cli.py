"""Command line of `knee_synth import-oai`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from knee_synth.oai.errors import OaiError
from knee_synth.oai.importer import ImportOptions, import_oai


def main(argv: Sequence[str]) -> int:
    """`knee_synth import-oai`: brings an OAI download into the form that training reads.

    Goes on where an earlier run stopped, and adds what has come to the download since.
    """
    arguments = _parser().parse_args(argv)
    options = ImportOptions(
        tables=arguments.tables,
        visits=tuple(visit.upper() for visit in arguments.visit or ()),
        unnamed_visit=arguments.unnamed_visit,
        test_share=arguments.test_share,
        validation_share=arguments.val_share,
        workers=arguments.workers,
    )
    try:
        report = import_oai(arguments.download, arguments.out, options)
    except OaiError as error:
        print(f"import failed: {error}", file=sys.stderr)
        return 1
    print(report.summary())
    return 0 if report.knees else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="knee_synth import-oai", description=main.__doc__)
    parser.add_argument("download", type=Path, metavar="DIR", help="folder of the download")
    parser.add_argument("--out", type=Path, required=True, help="cache to write")
    parser.add_argument("--tables", type=Path, help="folder of the reading tables, if not in DIR")
    parser.add_argument(
        "--visit", action="append", metavar="V00", help="only this visit (may be given again)"
    )
    parser.add_argument(
        "--unnamed-visit", metavar="V00", help="visit of images that do not name theirs"
    )
    parser.add_argument("--test-share", type=float, default=0.1, help="of the persons (0.1)")
    parser.add_argument("--val-share", type=float, default=0.06, help="of the persons (0.06)")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    return parser
