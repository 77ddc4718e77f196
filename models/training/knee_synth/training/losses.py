"""Losses of the autoencoder."""

import torch
from torch.nn import functional


def reconstruction_loss(
    output: torch.Tensor, target: torch.Tensor, gradient_weight: float
) -> torch.Tensor:
    """L1 of grey levels and, weighted, L1 of their gradients at two scales."""
    return functional.l1_loss(output, target) + gradient_weight * multiscale_gradient_l1(
        output, target
    )


def multiscale_gradient_l1(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Mean L1 distance of first differences at full and half resolution."""
    difference = output - target
    total = _gradient_l1(difference)
    return total + _gradient_l1(functional.avg_pool2d(difference, 2))


def _gradient_l1(difference: torch.Tensor) -> torch.Tensor:
    vertical = (difference[..., 1:, :] - difference[..., :-1, :]).abs().mean()
    horizontal = (difference[..., :, 1:] - difference[..., :, :-1]).abs().mean()
    return vertical + horizontal


def kl_to_standard_normal(mean: torch.Tensor, deviation: torch.Tensor) -> torch.Tensor:
    """Mean over all latent values of KL(N(mean, deviation^2) || N(0, 1))."""
    variance = deviation**2
    return 0.5 * (mean**2 + variance - 1 - torch.log(variance + 1e-8)).mean()
