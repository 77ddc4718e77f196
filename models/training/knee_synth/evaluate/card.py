"""Writes an evaluation's figures into a bundle: its model card and its metadata."""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knee_synth.evaluate.pictures import CAPTIONS, picture_lines
from knee_synth.evaluate.record import record_metrics
from knee_synth.evaluate.report import markdown_report
from knee_synth.evaluate.result import RESULT_FILE
from knee_synth.evaluate.setup import TEST, bundle_key
from knee_synth.export.validate import BundleError, read_metadata
from knee_synth.grader.tables import grader_section

CARD_FILE = "docs/README.md"
BEGIN = "<!-- figures: written by knee_synth card, do not edit by hand -->"
END = "<!-- end of figures -->"


class CardError(Exception):
    """The card has no place for the figures, or the report is none that belongs into it."""


def main(argv: Sequence[str]) -> int:
    """`knee_synth card`: writes an evaluation's figures and pictures into a bundle's model card
    and its metrics into the metadata."""
    parser = argparse.ArgumentParser(prog="knee_synth card", description=main.__doc__)
    parser.add_argument("--report", type=Path, required=True, help="folder made by evaluate")
    parser.add_argument("--bundle", type=Path, required=True, help="bundle that was evaluated")
    arguments = parser.parse_args(argv)
    try:
        write_card(arguments.bundle, arguments.report)
    except (BundleError, CardError) as error:
        print(f"the card was not written: {error}", file=sys.stderr)
        return 1
    return 0


def write_card(bundle: Path, report: Path) -> None:
    """Replace the card's figures and the metadata's metrics by those of a report.

    Raises:
        BundleError: the bundle cannot be read.
        CardError: no report, a report of another bundle or of other knees than test knees, or no
            markers in the card.
    """
    result = _read_result(report)
    if result["bundle"]["key"] != bundle_key(bundle):
        raise CardError(f"the report in {report.name} is of another bundle; evaluate this one")
    if result.get("split", TEST) != TEST:
        raise CardError(f"the report in {report.name} is not of test knees; evaluate those")
    card = bundle / CARD_FILE
    pictures = [name for name in CAPTIONS if (report / name).is_file()]
    figures = [figures_section(result, pictures), *grader_section(read_metadata(bundle))]
    text = with_figures(card.read_text(encoding="utf-8"), "\n".join(figures))
    for name in CAPTIONS:
        (card.parent / name).unlink(missing_ok=True)
    for name in pictures:
        shutil.copyfile(report / name, card.parent / name)
    card.write_text(text, encoding="utf-8")
    record_metrics(bundle, result)


def figures_section(result: dict[str, Any], pictures: list[str]) -> str:
    """Pictures and tables in Markdown."""
    return "\n".join([*picture_lines(pictures), markdown_report(result)])


def with_figures(card: str, figures: str) -> str:
    """The card with the text between its markers replaced.

    Raises:
        CardError: the markers are missing or out of order.
    """
    before, begin, rest = card.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise CardError(f"{CARD_FILE} needs the lines {BEGIN} and {END} around its figures")
    return f"{before}{BEGIN}\n\n{figures.strip()}\n\n{END}{after}"


def _read_result(report: Path) -> dict[str, Any]:
    try:
        return json.loads((report / RESULT_FILE).read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise CardError(f"{report.name} holds no {RESULT_FILE}; run: knee_synth evaluate") from (
            error
        )
