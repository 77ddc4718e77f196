"""Random texture of the MR volume, and the scanner's imperfections."""

from __future__ import annotations

import numpy as np
import torch
from scipy import ndimage


def _unit(values: np.ndarray) -> np.ndarray:
    return (values / values.std()).astype(np.float32)


class Texture:
    """Noise fields of unit variance on the volume's lattice (slices, rows, columns)."""

    def __init__(self, shape: tuple[int, int, int], rng: np.random.Generator) -> None:
        white = rng.standard_normal(shape, dtype=np.float32)
        self.fine = torch.from_numpy(_unit(ndimage.gaussian_filter(white, (0.5, 1.1, 1.1))))
        white = rng.standard_normal(shape, dtype=np.float32)
        self.streak = torch.from_numpy(_unit(ndimage.gaussian_filter(white, (0.7, 9.0, 1.4))))
        small = tuple(int(np.ceil(n / s)) + 2 for n, s in zip(shape, (6, 26, 26), strict=True))
        coarse = torch.from_numpy(rng.standard_normal(small, dtype=np.float32))[None, None]
        broad = torch.nn.functional.interpolate(
            coarse, size=shape, mode="trilinear", align_corners=True
        )[0, 0]
        self.broad = broad / broad.std()
        other = torch.from_numpy(
            rng.standard_normal((2, *(n // 2 + 1 for n in small)), dtype=np.float32)
        )[None]
        self._threads = other
        self._shape = shape
        self._gains = rng.normal(0, 1, 4)

    def thread(self) -> torch.Tensor:
        """About the distance (mm) to winding threads, where two smooth fields are both zero."""
        both = torch.nn.functional.interpolate(
            self._threads, size=self._shape, mode="trilinear", align_corners=True
        )[0]
        return 24.0 * torch.sqrt(both[0] ** 2 + both[1] ** 2)

    def fat(self) -> torch.Tensor:
        """Fat: dark, with thin brighter septa and vessels as bright dots."""
        septa = torch.exp(-((self.fine + 0.8 * self.broad) ** 2) / 0.02)
        dots = ((self.fine - 2.9) * 3).clamp(0.0, 1.0)
        return 38.0 + 2.0 * self._gains[0] + 3.0 * self.broad + 14.0 * septa + 80.0 * dots

    def muscle(self) -> torch.Tensor:
        """Muscle: bright, streaked along the fibres, with thin strands of fat."""
        strand = ((self.streak - 1.9) * 2).clamp(0.0, 1.0)
        return 158.0 + 5.0 * self._gains[1] + 6.0 * self.streak + 3.0 * self.broad - 32.0 * strand

    def scanner(self, grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Bias field, ghosting along the rows' direction, Rician noise; uint8."""
        a, r, c = (np.linspace(-1, 1, n, dtype=np.float32) for n in grey.shape)
        tilt, bow = rng.normal(0, 0.05, 3), rng.uniform(0.0, 0.12, 3)
        bias = 1 + sum(t * x - b * x**2 for t, b, x in zip(tilt, bow, np.ix_(a, r, c), strict=True))
        image = grey * bias * (1.03 + 0.03 * rng.standard_normal())
        shift = int(rng.integers(50, 90))
        ghost = np.roll(image, shift, axis=2) + np.roll(image, -shift, axis=2)
        image = image + rng.uniform(0.0, 0.02) * ghost
        noise = rng.uniform(2.0, 3.5)
        real = image + noise * rng.standard_normal(grey.shape, dtype=np.float32)
        other = noise * rng.standard_normal(grey.shape, dtype=np.float32)
        return np.clip(np.sqrt(real**2 + other**2), 0, 255).astype(np.uint8)
