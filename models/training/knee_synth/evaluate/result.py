"""The result of an evaluation as JSON, put together from one or several runs."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from knee_synth.evaluate.parts import PARTS, part_named
from knee_synth.evaluate.setup import TEST, EvaluationSetup
from knee_synth.evaluate.targets import targets_of
from knee_synth.export.validate import read_metadata

RESULT_FILE = "evaluation.json"
ROWS_FILE = "per_knee.json"
_SAME = ("bundle", "sampling", "split", "test_knees")

Result = dict[str, Any]
Rows = dict[str, list[dict[str, Any]]]


def summarised(setup: EvaluationSetup, rows: Rows, knees: int) -> Result:
    """Bundle, sampling, every part's summary, and all targets.

    Args:
        rows: of every part's knees.
        knees: number of knees of the evaluation; the result calls them test knees, and names
            the split that they are of.
    """
    metadata = read_metadata(setup.bundle)
    parts = {
        name: {
            "knees": len(of_knees),
            "segmenter": setup.segmenter_key,
            "summary": part_named(name).summarise([_figures(row) for row in of_knees]),
        }
        for name, of_knees in rows.items()
    }
    options = asdict(setup.options)
    del options["batch"]
    result = {
        "bundle": {
            "name": metadata["name"],
            "version": metadata["version"],
            "key": setup.bundle_key,
        },
        "sampling": options,
        "split": setup.split,
        "test_knees": knees,
        "parts": parts,
    }
    return _with_targets(result)


def with_earlier_parts(folder: Path, result: Result, rows: Rows) -> tuple[Result, Rows]:
    """Add the parts that an earlier run into the same folder measured and this one did not.

    Only a run of the same bundle, sampling and number of test knees counts, and of it only parts
    that were measured with the same segmenter.
    """
    earlier, earlier_rows = _read(folder / RESULT_FILE), _read(folder / ROWS_FILE)
    if not earlier or not earlier_rows:
        return result, rows
    earlier.setdefault("split", TEST)  # reports of before were of no other
    if any(earlier[name] != result[name] for name in _SAME):
        return result, rows
    segmenters = {part["segmenter"] for part in result["parts"].values()}
    kept = {
        name: part for name, part in earlier["parts"].items() if {part["segmenter"]} == segmenters
    }
    parts, all_rows = {**kept, **result["parts"]}, {**earlier_rows, **rows}
    names = [part.name for part in PARTS if part.name in parts]
    ordered = {**result, "parts": {name: parts[name] for name in names}}
    return _with_targets(ordered), {name: all_rows[name] for name in names}


def _with_targets(result: Result) -> Result:
    summaries = {name: part["summary"] for name, part in result["parts"].items()}
    return {**result, "targets": [asdict(target) for target in targets_of(summaries)]}


def _figures(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "knee"}


def _read(path: Path) -> dict[str, Any] | None:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
