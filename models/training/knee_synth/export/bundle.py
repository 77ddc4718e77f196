"""Writes a bundle: graphs, golden outputs, configurations, metadata with hashes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from knee_synth.export.golden import Network, golden_cases, golden_inputs
from knee_synth.export.metadata import BundleDescription, bundle_metadata
from knee_synth.export.onnx_graphs import ExportError, GraphSignature, export_graph
from knee_synth.export.signatures import GRADER, GRADER_SIGNATURE, file_of, network_signatures
from knee_synth.runtime import OnnxNetwork

GOLDEN_FILE = "models/golden.json"
METADATA_FILE = "configs/metadata.json"
_RELATIVE_TOLERANCE = 1e-3


@dataclass(frozen=True)
class TrainedNetworks:
    """What a bundle is made of; `decoder` maps standardised latents to slices.

    `grader` suggests readings from the radiograph; a bundle may do without.
    """

    xray_encoder: nn.Module
    denoiser: nn.Module
    decoder: nn.Module
    grader: nn.Module | None = None

    def by_name(self) -> dict[str, nn.Module]:
        needed = {
            "xray_encoder": self.xray_encoder,
            "denoiser": self.denoiser,
            "decoder": self.decoder,
        }
        return needed if self.grader is None else {**needed, GRADER: self.grader}


def write_bundle(
    folder: Path,
    networks: TrainedNetworks,
    description: BundleDescription,
    configs: dict[str, dict[str, Any]],
) -> dict[str, float]:
    """Export all networks into `folder` and check each against PyTorch, whose outputs become the
    golden ones.

    Args:
        configs: what the networks were trained with, written to `configs/<name>.json`.

    Returns:
        relative L2 error of every exported network against PyTorch.

    Raises:
        ExportError: an exported network disagrees with PyTorch.
    """
    for name in ("models", "configs", "docs"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    signatures = {
        **network_signatures(description.latent_channels, description.features),
        GRADER: GRADER_SIGNATURE,
    }
    errors: dict[str, float] = {}
    golden: dict[str, Any] = {}
    files: dict[str, dict[str, Any]] = {}
    for name, network in networks.by_name().items():
        path = folder / file_of(name)
        export_graph(network, signatures[name], path)
        exported = OnnxNetwork(path)
        errors[name] = relative_error(network, exported, signatures[name])
        if not errors[name] <= _RELATIVE_TOLERANCE:
            raise ExportError(
                f"{path.name} differs from PyTorch by {errors[name]:.2e} relative L2, "
                f"more than {_RELATIVE_TOLERANCE:.0e}"
            )
        golden[name] = golden_cases(torch_network(network), signatures[name].inputs)
        files[name] = file_record(folder, file_of(name))
    _write_json(folder / GOLDEN_FILE, golden)
    for name, config in configs.items():
        _write_json(folder / "configs" / f"{name}.json", config)
    metadata = bundle_metadata(description, files, golden_record(folder))
    _write_json(folder / METADATA_FILE, metadata)
    return errors


def relative_error(network: nn.Module, exported: OnnxNetwork, signature: GraphSignature) -> float:
    """Largest relative L2 error of the exported network over the golden inputs."""
    reference = torch_network(network)
    worst = 0.0
    for case in range(2):
        inputs = golden_inputs(signature.inputs, seed=100 + case, case=case)
        expected = reference(inputs)
        difference = np.linalg.norm(exported(inputs) - expected)
        worst = max(worst, float(difference / np.linalg.norm(expected)))
    return worst


def torch_network(network: nn.Module) -> Network:
    """A PyTorch network as a function of named arrays, in the order of its signature."""
    network = network.eval()

    def run(inputs: Mapping[str, np.ndarray]) -> np.ndarray:
        with torch.no_grad():
            return network(*(torch.from_numpy(value) for value in inputs.values())).numpy()

    return run


def file_record(folder: Path, file: str) -> dict[str, Any]:
    """`{file, sha256, bytes}` of a file of the bundle."""
    content = (folder / file).read_bytes()
    return {
        "file": file,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }


def golden_record(folder: Path) -> dict[str, Any]:
    """`file_record` of the golden outputs, and what computed them."""
    torch_version = version("torch").split("+")[0]
    return {**file_record(folder, GOLDEN_FILE), "computed_by": f"PyTorch {torch_version}"}


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
