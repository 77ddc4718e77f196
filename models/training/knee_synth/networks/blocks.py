"""Blocks shared by the radiograph encoder and the denoiser."""

import torch
from monai.networks.nets.diffusion_model_unet import WrappedUpsample
from torch import nn
from torch.nn import functional


class ResidualBlock(nn.Module):
    """Pre-activation residual block without an embedding: GroupNorm, SiLU, 3 x 3, twice."""

    def __init__(self, in_channels: int, out_channels: int, norm_groups: int) -> None:
        super().__init__()
        self.norm1 = nn.GroupNorm(norm_groups, in_channels)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1)
        self.norm2 = nn.GroupNorm(norm_groups, out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        self.skip: nn.Module = (
            nn.Identity()
            if in_channels == out_channels
            else nn.Conv2d(in_channels, out_channels, 1)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        hidden = self.conv1(functional.silu(self.norm1(x)))
        hidden = self.conv2(functional.silu(self.norm2(hidden)))
        return self.skip(x) + hidden


class ModulatedResidualBlock(nn.Module):
    """Residual block whose embedding scales and shifts the normalised features (Perez et al., FiLM,
    arXiv 1709.07871; as in the U-Net of arXiv 2105.05233), so that depth or readings can choose
    among the features and not only add to them."""

    def __init__(
        self, in_channels: int, out_channels: int, embedding: int, norm_groups: int
    ) -> None:
        super().__init__()
        self.channels = out_channels
        self.norm1 = nn.GroupNorm(norm_groups, in_channels)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1)
        self.modulation = nn.Linear(embedding, 2 * out_channels)
        self.norm2 = nn.GroupNorm(norm_groups, out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        self.skip: nn.Module = (
            nn.Identity()
            if in_channels == out_channels
            else nn.Conv2d(in_channels, out_channels, 1)
        )

    def forward(self, x: torch.Tensor, embedding: torch.Tensor) -> torch.Tensor:
        hidden = self.conv1(functional.silu(self.norm1(x)))
        # Cut by fixed numbers, so that the exported graph computes no shapes.
        modulation = self.modulation(functional.silu(embedding))[:, :, None, None]
        scale, shift = modulation[:, : self.channels], modulation[:, self.channels :]
        hidden = self.norm2(hidden) * (1 + scale) + shift
        return self.skip(x) + self.conv2(functional.silu(hidden))


class PlaceMap(nn.Module):
    """Features that an embedding puts at places of its own: [B,embedding] to [B,C,grid,grid].

    A scale and a shift of whole channels (see `ModulatedResidualBlock`) must find a place among the
    features that are there; where most is noise, there are none. Adds nothing at first.
    """

    def __init__(self, embedding: int, maps: int, channels: int, grid: int = 8) -> None:
        super().__init__()
        self.maps, self.grid = maps, grid
        self.draw = nn.Linear(embedding, maps * grid**2)
        self.out = nn.Conv2d(maps, channels, 1)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, embedding: torch.Tensor) -> torch.Tensor:
        maps = self.draw(functional.silu(embedding))
        return self.out(maps.reshape(-1, self.maps, self.grid, self.grid))


class DepthMixture(nn.Module):
    """The radiograph features of one depth, out of features that are sorted by depth.

    The features [B,bands*G,H,W] are `bands` groups for depths evenly spaced over [-1, 1]; the
    result [B*n,G,H,W] is their mean with Gaussian weights around each `depth` [B,n] (normalised).
    """

    def __init__(self, bands: int, features: int, grid: int = 32) -> None:
        super().__init__()
        if features % bands:
            raise ValueError(f"{features} radiograph features do not divide into {bands} bands")
        self.bands, self.group, self.grid = bands, features // bands, grid
        self.basis = RadialBasis(bands, sharpness=1.5)

    def forward(self, features: torch.Tensor, depth: torch.Tensor) -> torch.Tensor:
        weights = self.basis(depth[:, :, None])
        weights = weights / weights.sum(dim=2, keepdim=True)
        bands = features.reshape(-1, self.bands, self.group * self.grid**2)
        mixed = torch.matmul(weights.to(bands.dtype), bands)
        return mixed.reshape(-1, self.group, self.grid, self.grid)


class SelfAttention(nn.Module):
    """Self-attention over all positions, written as plain matrix products and softmax.

    Fused attention operators are avoided on purpose: they gave wrong results on one WebGPU runtime.
    The grid is fixed, so that the exported graph computes no shapes.
    """

    def __init__(self, channels: int, heads: int, norm_groups: int, grid: int = 8) -> None:
        super().__init__()
        if channels % heads:
            raise ValueError(f"{channels} channels do not divide into {heads} heads")
        self.channels = channels
        self.heads = heads
        self.grid = grid
        self.scale = (channels // heads) ** -0.5
        self.norm = nn.GroupNorm(norm_groups, channels)
        self.query_key_value = nn.Conv2d(channels, 3 * channels, 1)
        self.out = nn.Conv2d(channels, channels, 1)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        width = self.channels // self.heads
        qkv = self.query_key_value(self.norm(x))
        qkv = qkv.reshape(-1, 3, self.heads, width, self.grid**2)
        query, key, value = qkv[:, 0], qkv[:, 1], qkv[:, 2]
        scores = torch.matmul(query.transpose(2, 3), key) * self.scale
        mixed = torch.matmul(value, torch.softmax(scores, dim=-1).transpose(2, 3))
        return x + self.out(mixed.reshape(-1, self.channels, self.grid, self.grid))


class RadialBasis(nn.Module):
    """Gaussian bumps evenly spaced over [-1, 1]: [B,1] to [B,count], smooth in the input."""

    centres: torch.Tensor

    def __init__(self, count: int, sharpness: float = 1.0) -> None:
        super().__init__()
        spacing = 2.0 / (count - 1)
        self.inverse_width = sharpness / spacing
        self.register_buffer("centres", torch.linspace(-1.0, 1.0, count)[None])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        offset = (x - self.centres) * self.inverse_width
        return torch.exp(-0.5 * offset * offset)


def embedding_mlp(inputs: int, width: int) -> nn.Sequential:
    """Two linear layers from a raw code to an embedding."""
    return nn.Sequential(nn.Linear(inputs, width), nn.SiLU(), nn.Linear(width, width))


def downsample(channels: int) -> nn.Conv2d:
    """Strided 3 x 3 convolution, halving the resolution."""
    return nn.Conv2d(channels, channels, 3, stride=2, padding=1)


def upsample(channels: int) -> WrappedUpsample:
    """MONAI's nearest-neighbour upsampling by 2 followed by a 3 x 3 convolution."""
    return WrappedUpsample(
        spatial_dims=2,
        mode="nontrainable",
        in_channels=channels,
        out_channels=channels,
        interp_mode="nearest",
        scale_factor=2.0,
        post_conv=nn.Conv2d(channels, channels, 3, padding=1),
        align_corners=None,
    )
