"""Tissue labels of slices by trained segmenters."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from scipy import ndimage

from knee_synth.networks.segmenter import SEGMENTED
from knee_synth.simulate.labels import Tissue
from knee_synth.training.run_folder import RunFolder
from knee_synth.training.segmenter import load_segmenter

_BATCH = 5
_LABELS = np.array(SEGMENTED, dtype=np.uint8)


class Segmentation:
    """Labels slices with the tissues of `SEGMENTED`: the most probable in the mean of segmenters.

    Segmenters that were trained alike draw the edges of a blurred joint space up to a millimetre
    apart; their mean keeps the figures from telling of one training's chance.

    Attributes:
        count: number of segmenters.
        redrawn: number of those that learnt from redrawn slices too.
        redrawn_by: bundle in whose manner these were drawn, name and version; None where there are
            none.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        runs = [RunFolder(folder) for folder in folders]
        bundles = [run.require().get("redrawn_by", []) for run in runs]
        self.count = len(runs)
        self.redrawn = sum(map(bool, bundles))
        self.redrawn_by = " and ".join(dict.fromkeys(sum(bundles, []))) or None
        networks = [load_segmenter(run) for run in runs]
        self._networks = [each.to(memory_format=torch.channels_last) for each in networks]

    @torch.inference_mode()
    def __call__(self, slices: np.ndarray, depths_mm: np.ndarray) -> np.ndarray:
        """Labels of the slices of a volume, without loose specks of bone.

        Args:
            slices: float32 (n, 256, 256) in [0, 1], neighbours beside each other.
            depths_mm: (n,).

        Returns:
            `Tissue` numbers, uint8 (n, 256, 256).
        """
        pictures = torch.from_numpy(np.ascontiguousarray(slices)).unsqueeze(1)
        depths = torch.from_numpy(depths_mm.astype(np.float32))
        parts = [
            self._mean_probabilities(picture, depth).argmax(dim=1).numpy()
            for picture, depth in zip(pictures.split(_BATCH), depths.split(_BATCH), strict=True)
        ]
        return without_specks(_LABELS[np.concatenate(parts)])

    def _mean_probabilities(self, pictures: torch.Tensor, depths: torch.Tensor) -> torch.Tensor:
        logits = [network(pictures, depths) for network in self._networks]
        if len(logits) == 1:
            return logits[0]  # Their order is that of the probabilities.
        return torch.stack([each.softmax(dim=1) for each in logits]).mean(dim=0)


def without_specks(labels: np.ndarray) -> np.ndarray:
    """The labels with all but the largest connected part of femur and of tibia unlabelled.

    A knee has one of each. A segmenter that sees single slices calls a dark spot of a meniscus bone
    now and then, and one such speck between the bones makes a joint space of nothing.

    Args:
        labels: `Tissue` numbers (slices, rows, columns).

    Returns:
        `Tissue` numbers of the same shape; voxels of specks are 0.
    """
    kept = labels.copy()
    for bone in (Tissue.FEMUR, Tissue.TIBIA):
        parts, count = ndimage.label(labels == bone)
        if count > 1:
            sizes = np.bincount(parts.ravel())
            sizes[0] = 0
            kept[(parts > 0) & (parts != sizes.argmax())] = 0
    return kept


STRUCTURES: dict[str, tuple[Tissue, ...]] = {
    "femur": (Tissue.FEMUR,),
    "tibia": (Tissue.TIBIA,),
    "cartilage": (
        Tissue.FEMORAL_CARTILAGE,
        Tissue.TIBIAL_CARTILAGE,
        Tissue.PATELLAR_CARTILAGE,
    ),
    "femoral_cartilage": (Tissue.FEMORAL_CARTILAGE,),
    "tibial_cartilage": (Tissue.TIBIAL_CARTILAGE,),
    "meniscus": (Tissue.MENISCUS,),
    "patella": (Tissue.PATELLA,),
}
"""Structures whose overlap is measured, as unions of tissues."""
