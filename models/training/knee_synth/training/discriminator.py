"""A small patch discriminator that keeps the decoder's texture from turning smooth."""

import torch
from monai.networks.nets import PatchDiscriminator
from torch import nn
from torch.nn import functional


def make_discriminator() -> nn.Module:
    """MONAI's patch discriminator on slices [B,1,H,W]."""
    return PatchDiscriminator(
        spatial_dims=2, channels=24, in_channels=1, num_layers_d=3, norm="INSTANCE"
    )


def hinge_discriminator_loss(real: torch.Tensor, fake: torch.Tensor) -> torch.Tensor:
    """Hinge loss on patch scores (Lim & Ye, arXiv 1705.02894)."""
    return 0.5 * (functional.relu(1 - real).mean() + functional.relu(1 + fake).mean())
