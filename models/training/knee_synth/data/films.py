"""Films of the cache as network radiographs, plain or with random acquisition and crop."""

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from knee_synth.data.cache import FILM_PIXEL_MM, FILM_PIXELS
from knee_synth.geometry import RADIOGRAPH_PIXELS, REGION_MM
from knee_synth.radiograph import Region, network_radiograph, normalise_region
from knee_synth.simulate.film_extras import marker

_LEAST_DATA = 0.1


@dataclass(frozen=True)
class FilmAugmentation:
    """Spread of the random region and acquisition; probabilities where named so."""

    shift_mm: float = 4.0
    scale: float = 0.005
    rotation_deg: float = 2.0
    log_gamma: float = 0.4
    shading: float = 0.15
    noise: float = 0.04
    blur_pixels: float = 1.2
    blur_probability: float = 0.5
    crop_probability: float = 0.35
    crop_side_mm: float = 25.0
    tight_probability: float = 0.15
    tight_mm: tuple[float, float] = (92.0, 125.0)
    marker_probability: float = 0.15


def central_radiograph(film: np.ndarray, film_mask: np.ndarray) -> np.ndarray:
    """The 140 mm around the joint centre as network input, float32 (1, 2, 224, 224)."""
    extent = REGION_MM / FILM_PIXEL_MM
    start = (FILM_PIXELS - extent) / 2
    return network_radiograph(film, Region(start, start, extent, extent), film_mask)


class FilmSampler:
    """Draws randomly acquired and cropped radiographs of films."""

    def __init__(self, augmentation: FilmAugmentation, generator: np.random.Generator) -> None:
        self.augmentation = augmentation
        self.generator = generator

    def __call__(self, films: np.ndarray, masks: np.ndarray) -> torch.Tensor:
        """Random radiographs.

        Args:
            films: uint8 (n, 320, 320).
            masks: 0/1 (n, 320, 320).

        Returns:
            float32 (n, 2, 224, 224) as the network takes it.
        """
        mask = torch.from_numpy(masks.astype(np.float32))
        grey = torch.from_numpy(films.astype(np.float32)) / 255 * mask
        grid = self._grid(len(films))
        moved = functional.grid_sample(
            torch.stack([grey, mask], dim=1), grid, mode="bilinear", align_corners=False
        )
        coverage = moved[:, 1]
        grey = (moved[:, 0] / coverage.clamp(min=0.5)).clamp(0, 1)
        has_data = (coverage >= 0.5).numpy()
        grey = self._marked(self._acquire(grey).numpy())
        for index in range(len(films)):
            cropped = has_data[index] & self._crop()
            if cropped.mean() > _LEAST_DATA:
                has_data[index] = cropped
        return torch.from_numpy(
            np.stack([_normalise(g, d) for g, d in zip(grey, has_data, strict=True)])
        )

    def _grid(self, count: int) -> torch.Tensor:
        """Sampling grids of a shifted, scaled and turned region."""
        a, draw = self.augmentation, self.generator.uniform
        angle = draw(-1, 1, count) * math.radians(a.rotation_deg)
        size = REGION_MM / (FILM_PIXELS * FILM_PIXEL_MM) * (1 + draw(-a.scale, a.scale, count))
        half_film_mm = FILM_PIXELS * FILM_PIXEL_MM / 2
        shift = draw(-a.shift_mm, a.shift_mm, (2, count)) / half_film_mm
        theta = np.stack(
            [
                np.stack([size * np.cos(angle), -size * np.sin(angle), shift[0]], axis=1),
                np.stack([size * np.sin(angle), size * np.cos(angle), shift[1]], axis=1),
            ],
            axis=1,
        )
        shape = [count, 1, RADIOGRAPH_PIXELS, RADIOGRAPH_PIXELS]
        return functional.affine_grid(torch.from_numpy(theta).float(), shape, align_corners=False)

    def _acquire(self, grey: torch.Tensor) -> torch.Tensor:
        """Display curve, uneven exposure, blur and noise."""
        a, count = self.augmentation, len(grey)
        gamma = torch.from_numpy(
            np.exp(self.generator.uniform(-a.log_gamma, a.log_gamma, count)).astype(np.float32)
        )
        grey = grey ** gamma[:, None, None]
        coarse = self.generator.normal(0, a.shading, (count, 1, 3, 3)).astype(np.float32)
        shading = functional.interpolate(
            torch.from_numpy(coarse), size=grey.shape[1:], mode="bicubic", align_corners=True
        )
        grey = grey * (1 + shading[:, 0])
        sigma = self.generator.uniform(0.3, a.blur_pixels, count)
        sigma[self.generator.random(count) >= a.blur_probability] = 0
        grey = _blur(grey, sigma)
        level = self.generator.uniform(0, a.noise, count).astype(np.float32)
        noise = self.generator.standard_normal(grey.shape, dtype=np.float32)
        return grey + torch.from_numpy(noise * level[:, None, None])

    def _marked(self, grey: np.ndarray) -> np.ndarray:
        """Some films with a side marker at an edge, above or below, of either letter.

        The simulated films have theirs where markers lie, mostly outside of the region.
        """
        generator, pixel_mm = self.generator, REGION_MM / RADIOGRAPH_PIXELS
        for index in range(len(grey)):
            if generator.random() < self.augmentation.marker_probability:
                turn = int(generator.choice((1, -1)))
                letter, mirrored = str(generator.choice(("R", "L"))), bool(generator.integers(2))
                film = marker(grey[index, ::turn], letter, pixel_mm, generator, mirrored)
                grey[index] = film[::turn]
        return grey

    def _crop(self) -> np.ndarray:
        """A random collimated or tight crop within the region, bool (224, 224)."""
        a, generator = self.augmentation, self.generator
        keep = np.ones((RADIOGRAPH_PIXELS, RADIOGRAPH_PIXELS), dtype=bool)
        choice = generator.random()
        pixels = RADIOGRAPH_PIXELS / REGION_MM
        if choice < a.tight_probability:
            sides = np.full(4, (REGION_MM - generator.uniform(*a.tight_mm)) / 2 * pixels)
            sides += generator.uniform(-3, 3, 4) * pixels
        elif choice < a.tight_probability + a.crop_probability:
            sides = generator.uniform(0, a.crop_side_mm, 4) * pixels
            sides[generator.random(4) < 0.5] = 0
        else:
            return keep
        top, bottom, left, right = np.maximum(sides, 0).astype(int)
        keep[:top] = False
        keep[RADIOGRAPH_PIXELS - bottom :] = False
        keep[:, :left] = False
        keep[:, RADIOGRAPH_PIXELS - right :] = False
        return keep


def _blur(grey: torch.Tensor, sigma: np.ndarray) -> torch.Tensor:
    """Separable Gaussian blur, each picture by its own sigma in pixels (0: unchanged)."""
    count = len(grey)
    offsets = torch.arange(-3, 4, dtype=torch.float32)
    width = torch.from_numpy(np.maximum(sigma, 1e-3).astype(np.float32))[:, None]
    kernel = torch.exp(-0.5 * (offsets / width) ** 2)
    kernel = kernel / kernel.sum(dim=1, keepdim=True)
    padded = functional.pad(grey[None], (3, 3, 3, 3), mode="replicate")
    rows = functional.conv2d(padded, kernel[:, None, :, None], groups=count)
    return functional.conv2d(rows, kernel[:, None, None, :], groups=count)[0]


def _normalise(grey: np.ndarray, has_data: np.ndarray) -> np.ndarray:
    """As `normalise_region`; a film without contrast counts as withheld."""
    try:
        return normalise_region(grey, has_data)
    except ValueError:
        return np.zeros((2, *grey.shape), dtype=np.float32)
