"""The variance-preserving noise schedule and the time embedding."""

import math
from dataclasses import dataclass, field

import numpy as np

TRAIN_TIMESTEPS = 1000
TIME_EMBEDDING_DIM = 128
TIME_EMBEDDING_MAX_PERIOD = 10000
_COSINE_OFFSET = 0.008
_MAX_BETA = 0.999


def cosine_betas(timesteps: int = TRAIN_TIMESTEPS) -> np.ndarray:
    """Cosine betas of Nichol & Dhariwal (arXiv 2102.09672, eq. 17), float64 (timesteps,)."""

    def signal(fraction: np.ndarray) -> np.ndarray:
        return np.cos((fraction + _COSINE_OFFSET) / (1 + _COSINE_OFFSET) * math.pi / 2) ** 2

    steps = np.arange(timesteps, dtype=np.float64)
    return np.minimum(1 - signal((steps + 1) / timesteps) / signal(steps / timesteps), _MAX_BETA)


def zero_terminal_snr(betas: np.ndarray) -> np.ndarray:
    """Cumulative alphas rescaled to zero terminal SNR (Lin et al., arXiv 2305.08891, alg. 1)."""
    root = np.sqrt(np.cumprod(1 - betas))
    first, last = root[0], root[-1]
    return ((root - last) * first / (first - last)) ** 2


@dataclass(frozen=True)
class NoiseSchedule:
    """z_t = alpha_t z_0 + sigma_t noise, alpha_t^2 + sigma_t^2 = 1, for integer t in [0, 1000).

    The network predicts v = alpha_t noise - sigma_t z_0 (Salimans & Ho, arXiv 2202.00512).
    """

    alphas_cumprod: np.ndarray = field(default_factory=lambda: zero_terminal_snr(cosine_betas()))

    @property
    def alpha(self) -> np.ndarray:
        return np.sqrt(self.alphas_cumprod)

    @property
    def sigma(self) -> np.ndarray:
        return np.sqrt(1 - self.alphas_cumprod)


def trailing_timesteps(steps: int, train_timesteps: int = TRAIN_TIMESTEPS) -> np.ndarray:
    """Timesteps of an inference run, descending from the last one ("trailing" spacing), int64.

    Raises:
        ValueError: `steps` outside [1, train_timesteps].
    """
    if not 1 <= steps <= train_timesteps:
        raise ValueError(f"steps must be 1 to {train_timesteps}, not {steps}")
    ratio = train_timesteps / steps
    return np.round(train_timesteps - ratio * np.arange(steps)).astype(np.int64) - 1


def time_embedding(timesteps: np.ndarray) -> np.ndarray:
    """Sinusoidal embedding [cos, sin] of integer timesteps, float32 of shape (n, 128).

    The same as MONAI's `get_timestep_embedding`; computed outside the graph because the sine loses
    precision on some accelerators.
    """
    half = TIME_EMBEDDING_DIM // 2
    frequencies = np.exp(-math.log(TIME_EMBEDDING_MAX_PERIOD) * np.arange(half) / half)
    angles = np.asarray(timesteps, dtype=np.float64)[:, None] * frequencies[None, :]
    return np.concatenate([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
