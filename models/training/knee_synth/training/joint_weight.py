"""Weight of the joint in the loss of the denoiser.

Cartilage, menisci and the edges of the bones fill a few of a slice's latent pixels, and fat and
muscle most of the others. An even mean of the errors learns the joint last; this weight asks for it
first. On the project's grid the joint is in the middle of every slice, so no labels are needed.
"""

import numpy as np
import torch

from knee_synth.geometry import LATENT_PIXELS, REGION_MM

#: Reach above and below the joint centre, and beside it, at which the weight has come down to half
#: of its height, mm: cartilage, menisci, spine and margins lie within.
HALF_HEIGHT_MM = (16.0, 44.0)
#: Distance over which it comes down, mm.
FALL_MM = 4.0


def joint_weight(height: float) -> torch.Tensor:
    """Weights of the latent's pixels, float32 (1, 1, 32, 32), mean 1.

    Args:
        height: how many times more a pixel at the joint counts than one far from it; 1 or more.

    Raises:
        ValueError: `height` is below 1.
    """
    if height < 1:
        raise ValueError(f"the joint counts at least as much as the rest, not {height} times")
    centres = ((np.arange(LATENT_PIXELS) + 0.5) / LATENT_PIXELS - 0.5) * REGION_MM
    rows, columns = (1 / (1 + np.exp((abs(centres) - half) / FALL_MM)) for half in HALF_HEIGHT_MM)
    weight = 1 + (height - 1) * rows[:, None] * columns
    return torch.from_numpy((weight / weight.mean()).astype(np.float32))[None, None]
