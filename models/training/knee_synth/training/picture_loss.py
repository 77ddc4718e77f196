"""Error of the denoiser in the picture: its estimate of the clean latent, decoded.

The mean squared error of latents is least for the mean of all that may be, and the mean of an edge
that may lie here or there is a slope. The mean absolute error of a pixel is least for its median,
which is an edge (perceptual losses of diffusion models: Lin & Yang, arXiv 2401.00110). Bones,
menisci and fat are all dark in a volume with suppressed fat: on a logarithmic scale of grey their
edges count beside those of cartilage.
"""

import numpy as np
import torch
from torch.nn import functional

from knee_synth.geometry import SLICE_PIXELS
from knee_synth.networks import LatentCodec

#: Grey level (of 0 to 1) below which the scale is about linear; bone and menisci lie there.
KNEE_OF_SCALE = 0.1
#: How much more often slices of the middle half of the depths are taken; the joint is loaded there.
_MIDDLE_ODDS = 2.0


def logarithmic(grey: torch.Tensor) -> torch.Tensor:
    """log(1 + grey / 0.1) of grey levels in [0, 1]; what is below 0 counts as 0."""
    return torch.log1p(grey.clamp(min=0) / KNEE_OF_SCALE)


def drawn_places(generator: np.random.Generator, slices_each: int, count: int) -> np.ndarray:
    """Different places among `slices_each` slices from posterior to anterior, those of the middle
    half more often."""
    places = np.arange(slices_each)
    middle = abs(places - (slices_each - 1) / 2) < slices_each / 4
    odds = np.where(middle, _MIDDLE_ODDS, 1.0)
    return generator.choice(places, min(count, slices_each), replace=False, p=odds / odds.sum())


class PictureLoss:
    """Compares decoded estimates with decoded clean latents."""

    def __init__(self, codec: LatentCodec, weight: torch.Tensor) -> None:
        """`weight` (1, 1, 32, 32) of the latent's pixels has mean 1; the decoder does not learn."""
        self.codec = codec.requires_grad_(False).eval()
        self.weight = functional.interpolate(
            weight, size=(SLICE_PIXELS, SLICE_PIXELS), mode="bilinear"
        )

    def pictures(
        self, clean: torch.Tensor, latent_error: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logarithmic grey of estimates and of the true slices, both (n, 1, 256, 256).

        Args:
            clean: standardised latents (n, C, 32, 32).
            latent_error: what the estimate of them is off by, likewise; gradients flow into it.
        """
        with torch.autocast(clean.device.type, torch.bfloat16):
            with torch.no_grad():
                truth = self.codec(clean)
            estimate = self.codec(clean + latent_error)
        return logarithmic(estimate.float()), logarithmic(truth.float())

    def mean(self, errors: torch.Tensor) -> torch.Tensor:
        """Mean absolute error, weighted."""
        return (errors.abs() * self.weight).mean()
