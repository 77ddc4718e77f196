"""Writes an evaluation's figures into a bundle's metadata."""

import json
from pathlib import Path
from typing import Any

from knee_synth.export.bundle import METADATA_FILE
from knee_synth.export.validate import read_metadata

_DIGITS = 4


def record_metrics(bundle: Path, result: dict[str, Any]) -> None:
    """Replace `eval_metrics` by an evaluation's figures, rounded to 4 digits.

    They are the test knees' number, the scores against truth and controls, and every figure that
    has a target, with how many targets are reached.
    """
    metadata = read_metadata(bundle)
    metadata["eval_metrics"] = metrics_of(result)
    text = json.dumps(metadata, indent=2) + "\n"
    (bundle / METADATA_FILE).write_text(text, encoding="utf-8")


def metrics_of(result: dict[str, Any]) -> dict[str, float | int]:
    """The figures by name; those that could not be measured are left out."""
    metrics: dict[str, float | int] = {"test_knees": result["test_knees"]}
    if "synthesis" in result["parts"]:
        means = result["parts"]["synthesis"]["summary"]["mean"]
        metrics |= {name: round(figure["mean"], _DIGITS) for name, figure in means.items()}
    for target in result["targets"]:
        if target["value"] is not None:
            metrics[target["name"]] = round(target["value"], _DIGITS)
    metrics["targets"] = len(result["targets"])
    metrics["targets_reached"] = sum(target["reached"] is True for target in result["targets"])
    return metrics
