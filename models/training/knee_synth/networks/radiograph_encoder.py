"""Encoder of the radiograph: features on the latent's grid, aligned with it in millimetres."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from knee_synth.networks.blocks import ResidualBlock, SelfAttention, downsample, upsample

_FOLD = 7


@dataclass(frozen=True)
class RadiographEncoderConfig:
    """Channels at 32 x 32, 16 x 16 and 8 x 8, and of the output.

    All depths are read off the channels at 32 x 32: these bound what the features can tell.
    """

    channels: tuple[int, int, int] = (128, 192, 192)
    features: int = 320
    attention_heads: int = 4
    norm_groups: int = 8


class RadiographEncoder(nn.Module):
    """[B,2,224,224] (grey, mask) to [B,F,32,32].

    7 x 7 pixels are folded into channels, so that the grid is the latent's from the first layer on;
    a way down to 8 x 8 and back gives every position a view of the whole joint.
    """

    def __init__(self, config: RadiographEncoderConfig) -> None:
        super().__init__()
        self.config = config
        top, middle, bottom = config.channels
        groups = config.norm_groups
        self.stem = nn.Conv2d(2 * _FOLD**2, top, 3, padding=1)
        self.top_in = ResidualBlock(top, top, groups)
        self.down_middle = downsample(top)
        self.middle_in = ResidualBlock(top, middle, groups)
        self.down_bottom = downsample(middle)
        self.bottom_in = ResidualBlock(middle, bottom, groups)
        self.attention = SelfAttention(bottom, config.attention_heads, groups)
        self.bottom_out = ResidualBlock(bottom, bottom, groups)
        self.up_middle = upsample(bottom)
        self.middle_out = ResidualBlock(bottom + middle, middle, groups)
        self.up_top = upsample(middle)
        self.top_out = ResidualBlock(middle + top, top, groups)
        self.norm = nn.GroupNorm(groups, top)
        self.head = nn.Conv2d(top, config.features, 3, padding=1)

    def forward(self, radiograph: torch.Tensor) -> torch.Tensor:
        top = self.top_in(self.stem(functional.pixel_unshuffle(radiograph, _FOLD)))
        middle = self.middle_in(self.down_middle(top))
        bottom = self.bottom_out(self.attention(self.bottom_in(self.down_bottom(middle))))
        middle = self.middle_out(torch.cat([self.up_middle(bottom), middle], dim=1))
        top = self.top_out(torch.cat([self.up_top(middle), top], dim=1))
        return self.head(functional.silu(self.norm(top)))
