"""Checks a bundle on disk: metadata against the engine's JSON Schema, files against hashes, graphs
against the operators that browsers run well, answers against golden outputs and PyTorch."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import onnx

from knee_synth.export.bundle import METADATA_FILE, file_record, relative_error
from knee_synth.export.golden import golden_inputs
from knee_synth.export.onnx_graphs import GraphSignature, forbidden_operators
from knee_synth.export.rebuild import RebuildError, rebuild_networks
from knee_synth.export.signatures import GRADER, GRADER_SIGNATURE, network_signatures
from knee_synth.runtime import OnnxNetwork

GOLDEN_TOLERANCE = 5e-3
PYTORCH_TOLERANCE = 1e-3


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


def validate_bundle(folder: Path, schema: dict[str, Any] | None = None) -> dict[str, float]:
    """Check metadata, hashes, operators, golden outputs, and agreement with PyTorch.

    Args:
        schema: JSON Schema of the metadata; all but the metadata is checked without it.

    Returns:
        relative L2 distance of every network from the PyTorch network of the same weights, over
        inputs other than the golden ones.

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
    records = _network_records(section)
    check_files(folder, metadata)
    signatures = bundle_signatures(metadata)
    files = {name: folder / records[name]["file"] for name in signatures}
    for path in files.values():
        _check_operators(path)
    exported = {name: OnnxNetwork(path) for name, path in files.items()}
    golden = json.loads((folder / section["golden"]["file"]).read_text(encoding="utf-8"))
    for name, signature in signatures.items():
        for case, expected in enumerate(golden[name]):
            inputs = golden_inputs(signature.inputs, expected["seed"], case)
            _check_golden(name, exported[name](inputs).reshape(-1), expected["output"])
    return _distances_from_pytorch(folder, exported, signatures)


def bundle_signatures(metadata: dict[str, Any]) -> dict[str, GraphSignature]:
    """Names and shapes of the networks' inputs and outputs, by the bundle's metadata."""
    section = metadata["xray_to_mri"]
    signatures = network_signatures(
        section["latent"]["channels"], section["radiograph"]["features_channels"]
    )
    return {**signatures, GRADER: GRADER_SIGNATURE} if GRADER in section else signatures


def _network_records(section: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """`{file, sha256, bytes}` of all networks, the grader among them where there is one."""
    grader = {GRADER: section[GRADER]} if GRADER in section else {}
    return {**section["networks"], **grader}


def bundle_origin(metadata: dict[str, Any]) -> dict[str, str]:
    """`name`, `version` and `data_source` of a bundle, for what begins with its weights.

    Raises:
        BundleError: one of them is missing.
    """
    try:
        return {name: metadata[name] for name in ("name", "version", "data_source")}
    except KeyError as error:
        raise BundleError(f"{METADATA_FILE} of the bundle does not name its {error}") from error


def check_files(folder: Path, metadata: dict[str, Any]) -> None:
    """Compare the networks and golden outputs with size and hash in the metadata.

    Raises:
        BundleError: a file is missing, or another than its metadata names.
    """
    try:
        section = metadata["xray_to_mri"]
        records = [*_network_records(section).values(), section["golden"]]
    except KeyError as error:
        raise BundleError(f"{METADATA_FILE} of the bundle has no {error}") from error
    for record in records:
        _check_file(folder, record)


def _check_file(folder: Path, record: dict[str, Any]) -> None:
    try:
        found = file_record(folder, record["file"])
    except OSError as error:
        raise BundleError(f"{record['file']} of the bundle cannot be read: {error}") from error
    if not found.items() <= record.items():
        raise BundleError(f"{record['file']} is not the file its metadata names; export again")


def _check_operators(path: Path) -> None:
    found = forbidden_operators(onnx.load(path))
    if found:
        raise BundleError(
            f"{path.name} holds operators that browsers do not run well: {', '.join(found)}"
        )


def _distances_from_pytorch(
    folder: Path, exported: dict[str, OnnxNetwork], signatures: dict[str, GraphSignature]
) -> dict[str, float]:
    try:
        networks = rebuild_networks(folder).by_name()
    except RebuildError as error:
        raise BundleError(str(error)) from error
    distances = {}
    for name, network in networks.items():
        distances[name] = relative_error(network, exported[name], signatures[name])
        if not distances[name] <= PYTORCH_TOLERANCE:
            raise BundleError(
                f"{name} answers otherwise than PyTorch with the same weights: relative L2 "
                f"{distances[name]:.1e}, more than {PYTORCH_TOLERANCE:.0e}; export again"
            )
    return distances


def _check_golden(name: str, output: np.ndarray, expected: dict[str, Any]) -> None:
    values = np.asarray(expected["values"])
    error = np.linalg.norm(output[expected["indices"]] - values) / np.linalg.norm(values)
    norm_error = abs(np.linalg.norm(output) - expected["l2"]) / expected["l2"]
    if not max(error, norm_error) <= GOLDEN_TOLERANCE:
        raise BundleError(
            f"{name} does not reproduce its golden output: relative error {error:.1e}, "
            f"norm {norm_error:.1e}"
        )
