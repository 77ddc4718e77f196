"""Segmentation of single slices into the tissues that the evaluation measures."""

from dataclasses import dataclass

import torch
from monai.networks.nets import BasicUNet
from torch import nn
from torch.nn import functional

from knee_synth.geometry import DEPTH_SCALE_MM
from knee_synth.simulate.labels import Tissue

#: Classes of the segmenter in the order of its output; everything else is the first.
SEGMENTED = (
    Tissue.BACKGROUND,
    Tissue.FEMUR,
    Tissue.TIBIA,
    Tissue.PATELLA,
    Tissue.FIBULA,
    Tissue.FEMORAL_CARTILAGE,
    Tissue.TIBIAL_CARTILAGE,
    Tissue.PATELLAR_CARTILAGE,
    Tissue.MENISCUS,
)


@dataclass(frozen=True)
class SegmenterConfig:
    """Sizes of the segmenter: features of MONAI's `BasicUNet` and the pixels folded a side."""

    features: tuple[int, ...] = (24, 24, 48, 96, 128, 24)
    unshuffle: int = 2


class SliceSegmenter(nn.Module):
    """MONAI's `BasicUNet` between pixel-unshuffle and pixel-shuffle, told the slice's depth.

    It sees one slice at a time, so that a volume is measured alike however its slices cohere, and
    that single slices can be measured.
    """

    def __init__(self, config: SegmenterConfig) -> None:
        super().__init__()
        self.config = config
        folded = config.unshuffle**2
        self.network = BasicUNet(
            spatial_dims=2,
            in_channels=folded + 1,
            out_channels=folded * len(SEGMENTED),
            features=config.features,
        )

    def forward(self, slices: torch.Tensor, depths_mm: torch.Tensor) -> torch.Tensor:
        """Logits of every class.

        Args:
            slices: [B,1,H,W] in [0, 1], H and W multiples of 32.
            depths_mm: [B], millimetres anterior of the joint centre.

        Returns:
            [B,9,H,W] in the order of `SEGMENTED`.
        """
        folded = functional.pixel_unshuffle(slices * 2 - 1, self.config.unshuffle)
        depth = (depths_mm / DEPTH_SCALE_MM).to(folded.dtype)[:, None, None, None]
        depth = depth.expand(-1, 1, *folded.shape[2:])
        logits = self.network(torch.cat([folded, depth], dim=1))
        return functional.pixel_shuffle(logits, self.config.unshuffle)
