"""The conditional U-Net that predicts v from a noisy latent.

As in arXiv 2410.06997, the radiograph's features join the noisy latent at the input, the target
depth enters the blocks of the input side, and the readings enter those of the output side. Time
enters everywhere; the middle sees all three, and there they may also draw maps of places: most
readings speak of a corner of the joint, which lies at about the same place in every slice. The
radiograph's features come sorted by depth, and those of the target depth are picked before they
join.
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from knee_synth.diffusion.schedule import TIME_EMBEDDING_DIM
from knee_synth.networks.blocks import (
    DepthMixture,
    ModulatedResidualBlock,
    PlaceMap,
    RadialBasis,
    SelfAttention,
    downsample,
    embedding_mlp,
    upsample,
)
from knee_synth.readings import READING_CODE_LENGTH


@dataclass(frozen=True)
class DenoiserConfig:
    """Sizes of the denoiser; `channels` are those at 32 x 32, 16 x 16 and 8 x 8.

    `reading_maps` is the number of maps (8 x 8) that readings, depth and time draw for the
    middle; 0 for none.
    """

    latent_channels: int = 4
    radiograph_features: int = 320
    depth_bands: int = 20
    channels: tuple[int, ...] = (64, 128, 192)
    up_blocks: int = 1
    embedding: int = 256
    depth_bases: int = 32
    attention_heads: int = 4
    norm_groups: int = 16
    reading_maps: int = 0


class ConditionalDenoiser(nn.Module):
    """noisy_latent [B,C,32,32], time_embedding [B,128], radiograph_features [B,F,32,32],
    depth [B,1] in about [-1, 1], readings [B,84] to the v-prediction [B,C,32,32]."""

    def __init__(self, config: DenoiserConfig) -> None:
        super().__init__()
        self.config = config
        self.time = embedding_mlp(TIME_EMBEDDING_DIM, config.embedding)
        self.depth_basis = RadialBasis(config.depth_bases)
        self.depth = embedding_mlp(config.depth_bases, config.embedding)
        self.readings = embedding_mlp(READING_CODE_LENGTH, config.embedding)

        channels = config.channels
        groups, heads = config.norm_groups, config.attention_heads
        self.depth_mixture = DepthMixture(config.depth_bands, config.radiograph_features)
        self.stem = nn.Conv2d(
            config.latent_channels + self.depth_mixture.group, channels[0], 3, padding=1
        )
        self.down_blocks = nn.ModuleList()
        self.downsamplers = nn.ModuleList()
        width = channels[0]
        skips = [width]
        for level, level_width in enumerate(channels):
            self.down_blocks.append(self._block(width, level_width))
            width = level_width
            skips.append(width)
            if level < len(channels) - 1:
                self.downsamplers.append(downsample(width))

        maps = config.reading_maps
        self.reading_map = PlaceMap(config.embedding, maps, width) if maps else None
        self.middle_in = self._block(width, width)
        self.middle_attention = SelfAttention(width, heads, groups)
        self.middle_out = self._block(width, width)

        self.up_blocks = nn.ModuleList()
        self.upsamplers = nn.ModuleList()
        for level in reversed(range(len(channels))):
            blocks = nn.ModuleList()
            for index in range(config.up_blocks):
                skip = skips.pop() if index == 0 or level == 0 and skips else 0
                blocks.append(self._block(width + skip, channels[level]))
                width = channels[level]
            self.up_blocks.append(blocks)
            if level:
                self.upsamplers.append(upsample(width))
        self.norm = nn.GroupNorm(groups, width)
        self.head = nn.Conv2d(width, config.latent_channels, 3, padding=1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def _block(self, in_channels: int, out_channels: int) -> ModulatedResidualBlock:
        config = self.config
        return ModulatedResidualBlock(
            in_channels, out_channels, config.embedding, config.norm_groups
        )

    def forward(
        self,
        noisy_latent: torch.Tensor,
        time_embedding: torch.Tensor,
        radiograph_features: torch.Tensor,
        depth: torch.Tensor,
        readings: torch.Tensor,
    ) -> torch.Tensor:
        radiograph = self.depth_mixture(radiograph_features, depth)
        return self.denoise(noisy_latent, time_embedding, radiograph, depth, readings)

    def denoise(
        self,
        noisy_latent: torch.Tensor,
        time_embedding: torch.Tensor,
        radiograph: torch.Tensor,
        depth: torch.Tensor,
        readings: torch.Tensor,
    ) -> torch.Tensor:
        """As `forward`, with the radiograph's features of each depth [B,G,32,32] picked already."""
        time = self.time(time_embedding)
        input_side = time + self.depth(self.depth_basis(depth))
        output_side = time + self.readings(readings)
        middle = input_side + output_side - time

        hidden = self.stem(torch.cat([noisy_latent, radiograph], dim=1))
        skips = [hidden]
        for level, block in enumerate(self.down_blocks):
            hidden = block(hidden, input_side)
            skips.append(hidden)
            if level < len(self.downsamplers):
                hidden = self.downsamplers[level](hidden)

        if self.reading_map is not None:
            hidden = hidden + self.reading_map(middle)
        hidden = self.middle_in(hidden, middle)
        hidden = self.middle_out(self.middle_attention(hidden), middle)

        last = len(self.up_blocks) - 1
        for level, blocks in enumerate(self.up_blocks):
            for index, block in enumerate(blocks):
                if index == 0 or level == last and skips:
                    hidden = torch.cat([hidden, skips.pop()], dim=1)
                hidden = block(hidden, output_side)
            if level < last:
                hidden = self.upsamplers[level](hidden)
        return self.head(functional.silu(self.norm(hidden)))
