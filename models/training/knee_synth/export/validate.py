"""Checks a bundle on disk: metadata against the engine's JSON Schema, files against hashes."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np

from knee_synth.export.bundle import METADATA_FILE, file_record
from knee_synth.export.golden import golden_inputs
from knee_synth.export.signatures import network_signatures
from knee_synth.runtime import OnnxNetwork

GOLDEN_TOLERANCE = 5e-3


class BundleError(Exception):
    """A bundle is incomplete, altered, or not what its metadata says."""


def read_metadata(folder: Path) -> dict[str, Any]:
    """The bundle's metadata.

    Raises:
        BundleError: no metadata, or not JSON.
    """
    path = folder / METADATA_FILE
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise BundleError(f"{METADATA_FILE} of the bundle cannot be read: {error}") from error


def validate_bundle(folder: Path, schema: dict[str, Any] | None = None) -> None:
    """Check metadata, hashes and golden outputs.

    Args:
        schema: JSON Schema of the metadata; hashes and outputs alone are checked without it.

    Raises:
        BundleError: says which check failed.
    """
    metadata = read_metadata(folder)
    if schema is not None:
        try:
            jsonschema.validate(metadata, schema)
        except jsonschema.ValidationError as error:
            raise BundleError(f"{METADATA_FILE}, {error.json_path}: {error.message}") from error
    section = metadata["xray_to_mri"]
    for record in [*section["networks"].values(), section["golden"]]:
        if file_record(folder, record["file"]) != record:
            raise BundleError(f"{record['file']} is not the file its metadata names; export again")
    golden = json.loads((folder / section["golden"]["file"]).read_text(encoding="utf-8"))
    signatures = network_signatures(
        section["latent"]["channels"], section["radiograph"]["features_channels"]
    )
    for name, signature in signatures.items():
        network = OnnxNetwork(folder / section["networks"][name]["file"])
        for case, expected in enumerate(golden[name]):
            output = network(golden_inputs(signature.inputs, expected["seed"], case)).reshape(-1)
            _check_golden(name, output, expected["output"])


def _check_golden(name: str, output: np.ndarray, expected: dict[str, Any]) -> None:
    values = np.asarray(expected["values"])
    error = np.linalg.norm(output[expected["indices"]] - values) / np.linalg.norm(values)
    norm_error = abs(np.linalg.norm(output) - expected["l2"]) / expected["l2"]
    if not max(error, norm_error) <= GOLDEN_TOLERANCE:
        raise BundleError(
            f"{name} does not reproduce its golden output: relative error {error:.1e}, "
            f"norm {norm_error:.1e}"
        )
