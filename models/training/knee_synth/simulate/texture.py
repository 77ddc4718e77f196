"""Random texture of the MR volume, and the scanner's imperfections.

A coronal reformat averages several voxels of the sagittal acquisition, so noise is low and texture
soft; septa, fibres and trabeculae are solid structures that go on through neighbouring slices.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import torch
from scipy import ndimage

#: Standard deviations (slices, rows, columns) of the Gaussians that make texture of white noise.
TRABECULAR = (1.1, 1.6, 1.6)
FIBROUS = (1.3, 10.0, 1.7)
#: Steps (slices, rows, columns) between the knots of the smooth fields.
BROAD = (6, 26, 26)
SEPTAL = (4, 11, 11)
#: Noise of the magnitude image (standard deviation, grey levels of 255), least and most.
NOISE = (1.3, 1.9)


@cache
def _endless(shape: tuple[int, int, int], widths: tuple[float, float, float]) -> np.ndarray:
    """Smoothed noise of unit variance that goes on at its borders, the same in every process."""
    white = np.random.default_rng(list(shape)).standard_normal(shape, dtype=np.float32)
    smooth = ndimage.gaussian_filter(white, widths, mode="wrap")
    return (smooth / smooth.std()).astype(np.float32)


def _texture(
    shape: tuple[int, int, int], widths: tuple[float, float, float], rng: np.random.Generator
) -> torch.Tensor:
    """Noise of unit variance: two shifted, mirrored pieces of the endless noise added up.

    That costs a tenth of smoothing new noise, and no two knees get the same.
    """
    noise = _endless(shape, widths)
    total = np.zeros(shape, np.float32)
    for _ in range(2):
        shift = tuple(int(rng.integers(n)) for n in shape)
        flip = tuple(slice(None, None, int(rng.choice([-1, 1]))) for _ in shape)
        total += np.roll(noise[flip], shift, axis=(0, 1, 2))
    return torch.from_numpy(total / np.float32(np.sqrt(2)))


def _smooth(
    shape: tuple[int, int, int], steps: tuple[int, int, int], rng: np.random.Generator
) -> torch.Tensor:
    """Noise of about unit variance, linear between knots `steps` voxels apart."""
    knots = tuple(int(np.ceil(n / s)) + 2 for n, s in zip(shape, steps, strict=True))
    coarse = torch.from_numpy(rng.standard_normal(knots, dtype=np.float32))[None, None]
    field = torch.nn.functional.interpolate(
        coarse, size=shape, mode="trilinear", align_corners=True
    )[0, 0]
    return field / field.std()


class Texture:
    """Noise fields of unit variance on the volume's lattice (slices, rows, columns)."""

    def __init__(self, shape: tuple[int, int, int], rng: np.random.Generator) -> None:
        self.fine = _texture(shape, TRABECULAR, rng)
        self.streak = _texture(shape, FIBROUS, rng)
        self.broad = _smooth(shape, BROAD, rng)
        self.septal = _smooth(shape, SEPTAL, rng)
        small = tuple(int(np.ceil(n / s)) // 2 + 2 for n, s in zip(shape, BROAD, strict=True))
        self._threads = torch.from_numpy(rng.standard_normal((2, *small), dtype=np.float32))[None]
        self._shape = shape
        self._gains = rng.normal(0, 1, 4)

    def thread(self) -> torch.Tensor:
        """About the distance (mm) to winding threads, where two smooth fields are both zero."""
        both = torch.nn.functional.interpolate(
            self._threads, size=self._shape, mode="trilinear", align_corners=True
        )[0]
        return 24.0 * torch.sqrt(both[0] ** 2 + both[1] ** 2)

    def fat(self) -> torch.Tensor:
        """Fat: dark, with thin brighter septa between its lobules and vessels as bright dots."""
        septa = torch.exp(self.septal**2 * -30.0)
        dots = ((self.fine - 3.3) * 2).clamp(0.0, 1.0)
        return 38.0 + 2.0 * self._gains[0] + 2.0 * self.broad + 9.0 * septa + 45.0 * dots

    def fat_pad(self, box: tuple[slice, slice, slice]) -> torch.Tensor:
        """Hoffa's pad: fat a little brighter than under the skin, with dark fibrous strands."""
        strands = torch.exp(-((self.septal[box] + 0.3 * self.broad[box]) ** 2) * 9.0)
        return 46.0 + 2.0 * self._gains[2] + 2.0 * self.broad[box] - 10.0 * strands

    def muscle(self) -> torch.Tensor:
        """Muscle: bright, streaked along the fibres, with a few thin strands of fat."""
        strand = ((self.streak - 2.2) * 1.5).clamp(0.0, 1.0)
        return 158.0 + 3.0 * self._gains[1] + 3.0 * self.streak + 2.0 * self.broad - 28.0 * strand

    def marrow(self, box: tuple[slice, slice, slice]) -> torch.Tensor:
        """Marrow with its fat and a fine mottling of trabeculae."""
        return 26.0 + 1.5 * self.fine[box] + 1.8 * self.broad[box]

    def scanner(self, grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Bias field, ghosting along the rows' direction, Rician noise; uint8."""
        a, r, c = (np.linspace(-1, 1, n, dtype=np.float32) for n in grey.shape)
        tilt, bow = rng.normal(0, 0.03, 3), rng.uniform(0.0, 0.08, 3)
        bias = 1 + sum(t * x - b * x**2 for t, b, x in zip(tilt, bow, np.ix_(a, r, c), strict=True))
        image = grey * (bias * (1.03 + 0.02 * rng.standard_normal())).astype(np.float32)
        shift = int(rng.integers(50, 90))
        ghost = np.roll(image, shift, axis=2) + np.roll(image, -shift, axis=2)
        image += np.float32(rng.uniform(0.002, 0.012)) * ghost
        noise = np.float32(rng.uniform(*NOISE))
        image += noise * rng.standard_normal(grey.shape, dtype=np.float32)
        other = noise * rng.standard_normal(grey.shape, dtype=np.float32)
        return np.clip(np.sqrt(image**2 + other**2) + 0.5, 0, 255).astype(np.uint8)
