"""What a bundle costs: its size on disk and the arithmetic of its networks."""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from knee_synth.export.onnx_graphs import GraphSignature


def bundle_megabytes(folder: Path) -> float:
    """Size of all files of the bundle, 10^6 bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def giga_macs(
    networks: Mapping[str, nn.Module], signatures: Mapping[str, GraphSignature]
) -> dict[str, float]:
    """10^9 multiply-accumulates of one call of each network at batch 1, by PyTorch's counter, which
    knows convolutions and matrix products and counts two operations for each."""
    costs = {}
    for name, network in networks.items():
        inputs = [torch.zeros(1, *shape) for shape in signatures[name].inputs.values()]
        with torch.no_grad(), FlopCounterMode(display=False) as counter:
            network(*inputs)
        costs[name] = counter.get_total_flops() / 2e9
    return costs
