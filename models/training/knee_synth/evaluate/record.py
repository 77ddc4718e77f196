"""Writes an evaluation's figures into a bundle's metadata."""

import json
from pathlib import Path
from typing import Any

from knee_synth.export.bundle import METADATA_FILE
from knee_synth.export.validate import read_metadata

_DIGITS = 4


def record_metrics(bundle: Path, result: dict[str, Any]) -> None:
    """Replace `eval_metrics` by the means of an evaluation, rounded to 4 digits."""
    metadata = read_metadata(bundle)
    metrics: dict[str, Any] = {"test_knees": result["knees"], **_rounded(result["mean"])}
    if "autoencoder" in result:
        metrics["autoencoder"] = _rounded(result["autoencoder"])
    metrics["p_psnr_above_wrong_patient"] = result["tests"]["psnr_above_wrong_patient"]["p"]
    metrics["p_psnr_above_mean_volume"] = result["tests"]["psnr_above_mean_volume"]["p"]
    metadata["eval_metrics"] = metrics
    text = json.dumps(metadata, indent=2) + "\n"
    (bundle / METADATA_FILE).write_text(text, encoding="utf-8")


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, _DIGITS) for name, value in values.items()}
