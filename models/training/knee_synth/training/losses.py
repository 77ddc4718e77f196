"""Losses of the autoencoder."""

import torch
from torch.nn import functional

_WINDOW, _C1, _C2 = 7, 0.01**2, 0.03**2


def reconstruction_loss(
    output: torch.Tensor, target: torch.Tensor, gradient_weight: float, ssim_weight: float = 0.0
) -> torch.Tensor:
    """L1 of grey levels and, weighted, L1 of their gradients at two scales and 1 - SSIM."""
    loss = functional.l1_loss(output, target)
    loss = loss + gradient_weight * multiscale_gradient_l1(output, target)
    return loss + ssim_weight * dissimilarity(output, target) if ssim_weight else loss


def dissimilarity(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """1 - mean structural similarity (Wang et al. 2004) of [B,1,H,W] in [0, 1], uniform window."""

    def mean(x: torch.Tensor) -> torch.Tensor:
        return functional.avg_pool2d(x, _WINDOW, stride=1)

    m_o, m_t = mean(output), mean(target)
    variance_o = mean(output * output) - m_o * m_o
    variance_t = mean(target * target) - m_t * m_t
    covariance = mean(output * target) - m_o * m_t
    similarity = (2 * m_o * m_t + _C1) * (2 * covariance + _C2)
    similarity = similarity / ((m_o**2 + m_t**2 + _C1) * (variance_o + variance_t + _C2))
    return 1 - similarity.mean()


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
