"""PyTorch networks out of a bundle: sizes from its configurations, weights from its graphs.

A bundle thereby carries its own reference: what its graphs answer can be held against PyTorch
wherever the bundle is, without the checkpoints of the training.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from knee_synth.export.bundle import METADATA_FILE, TrainedNetworks
from knee_synth.export.signatures import GRADER, file_of
from knee_synth.grader import GraderConfig, ReadingGrader
from knee_synth.networks import (
    AutoencoderConfig,
    ConditionalDenoiser,
    DenoiserConfig,
    LatentCodec,
    LatentStatistics,
    RadiographEncoder,
    RadiographEncoderConfig,
    SliceAutoencoder,
)
from knee_synth.networks.autoencoder import ENCODING_WEIGHTS

_HALF_SUFFIX = ".half"
# The graphs of a bundle decode only: the autoencoder's way in is not in them.
_NOT_EXPORTED = tuple(f"autoencoder.{name}" for name in ENCODING_WEIGHTS)


class RebuildError(Exception):
    """A bundle whose graphs do not hold the weights of the networks its configurations name."""


def network_configs(folder: Path) -> dict[str, dict[str, Any]]:
    """Sizes of `autoencoder`, `encoder`, `denoiser` and, where the bundle has one, `grader` as the
    bundle's `configs` name them.

    Raises:
        RebuildError: a configuration is missing, unreadable, or names no networks.
    """
    try:
        autoencoder, denoiser = (_configured(folder, name) for name in ("autoencoder", "denoiser"))
        found = {
            "autoencoder": autoencoder,
            "encoder": denoiser["encoder"],
            "denoiser": denoiser["denoiser"],
            **({GRADER: _configured(folder, GRADER)} if _has_grader(folder) else {}),
        }
        return {
            name: {**sizes, "channels": tuple(sizes["channels"])} for name, sizes in found.items()
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RebuildError(
            "configs/autoencoder.json and configs/denoiser.json of the bundle, and "
            "configs/grader.json if it has a grader, do not name the sizes of the networks; "
            "export it again"
        ) from error


def _configured(folder: Path, name: str) -> dict[str, Any]:
    return json.loads((folder / f"configs/{name}.json").read_text(encoding="utf-8"))["networks"]


def _has_grader(folder: Path) -> bool:
    metadata = json.loads((folder / METADATA_FILE).read_text(encoding="utf-8"))
    return GRADER in metadata["xray_to_mri"]


def rebuild_networks(folder: Path) -> TrainedNetworks:
    """The bundle's networks in PyTorch, with the weights of its graphs; the autoencoder's encoder,
    which a bundle does not hold, keeps its random ones.

    Raises:
        RebuildError: a weight is missing, left over, or of another shape than the configured one.
    """
    sizes = network_configs(folder)
    channels = sizes["autoencoder"]["latent_channels"]
    networks = TrainedNetworks(
        RadiographEncoder(RadiographEncoderConfig(**sizes["encoder"])),
        ConditionalDenoiser(DenoiserConfig(**sizes["denoiser"])),
        LatentCodec(
            SliceAutoencoder(AutoencoderConfig(**sizes["autoencoder"])),
            LatentStatistics((0.0,) * channels, (1.0,) * channels),
        ),
        ReadingGrader(GraderConfig(**sizes[GRADER])) if GRADER in sizes else None,
    )
    for name, network in networks.by_name().items():
        file = file_of(name)
        weights = graph_weights(onnx.load(folder / file), network)
        try:
            result = network.load_state_dict(weights, strict=False)
        except RuntimeError as error:
            raise RebuildError(f"{file} holds weights of other sizes: {error}") from error
        missing = [key for key in result.missing_keys if not key.startswith(_NOT_EXPORTED)]
        if missing or result.unexpected_keys:
            raise RebuildError(
                f"{file} is not the network its configuration names: "
                f"missing {missing}, left over {result.unexpected_keys}"
            )
        network.eval()
    return networks


def graph_weights(model: onnx.ModelProto, network: nn.Module) -> dict[str, torch.Tensor]:
    """The weights of an exported graph, float32, by their names in the network's state.

    Initialisers keep those names, but for the affine part of a group normalisation: the exporter
    writes it as a product and a sum behind the normalisation, and only the nodes tell its module.
    """
    weights = {}
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if np.issubdtype(values.dtype, np.floating) and not tensor.name.startswith("onnx::"):
            weights[tensor.name.removesuffix(_HALF_SUFFIX)] = _float_tensor(values)
    for name, values in _norm_weights(model, network):
        if name in weights:
            raise RebuildError(f"the graph holds two values of {name}")
        weights[name] = values
    return weights


def _norm_weights(model: onnx.ModelProto, network: nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
    norms = [name for name, part in network.named_modules() if isinstance(part, nn.GroupNorm)]
    unnamed = {t.name: t for t in model.graph.initializer if t.name.startswith("onnx::")}
    for node in model.graph.node:
        # Equal values are held once, and handed on by Identity.
        if node.op_type == "Identity" and node.input[0] in unnamed:
            unnamed[node.output[0]] = unnamed[node.input[0]]
        part = {"Mul": "weight", "Add": "bias"}.get(node.op_type)
        tensor = next((unnamed[name] for name in node.input if name in unnamed), None)
        if part is not None and tensor is not None:
            values = numpy_helper.to_array(tensor).reshape(-1)
            yield f"{_module_of(node, norms)}.{part}", _float_tensor(values)


def _module_of(node: onnx.NodeProto, norms: list[str]) -> str:
    """A node is named after the modules that were called, `/middle_in/norm1/Mul`; those that hold
    them but were not called themselves, as the decoder's, leave no name."""
    scope = ".".join(node.name.split("/")[1:-1])
    exact = [name for name in norms if name == scope]
    found = exact or [name for name in norms if name.endswith(f".{scope}")]
    if len(found) != 1:
        raise RebuildError(f"node {node.name} belongs to no one normalisation of the network")
    return found[0]


def _float_tensor(values: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(values.astype(np.float32))
