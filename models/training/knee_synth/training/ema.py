"""Exponential moving average of weights."""

import copy

import torch
from torch import nn


class AveragedNetwork:
    """A copy of a network whose weights follow an exponential moving average."""

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.decay = decay
        self.network = copy.deepcopy(network).eval().requires_grad_(False)

    @torch.no_grad()
    def update(self, network: nn.Module, step: int) -> None:
        """Take in the weights after a step; early steps count more."""
        decay = min(self.decay, (1 + step) / (10 + step))
        pairs = zip(self.network.parameters(), network.parameters(), strict=True)
        for average, current in pairs:
            average.lerp_(current, 1 - decay)
