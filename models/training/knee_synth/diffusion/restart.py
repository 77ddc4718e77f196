"""Restart of the sampling: noise is added to a clean latent once more, and taken away again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from knee_synth.diffusion.schedule import TRAIN_TIMESTEPS, NoiseSchedule


@dataclass(frozen=True)
class Restart:
    """After the solver's last step, back to `timestep` and down from it in `steps` DDIM steps.

    A sampling that starts from little noise, with few steps, ends near the mean of what may be:
    right in what is large, too smooth in what is small. The fresh noise of a low timestep leaves
    the large as it is and makes the network decide the small anew (Restart sampling, Xu et al.,
    arXiv 2306.14878; here once, at one level).

    Attributes:
        timestep: 1 to 998; the fresh noise has all the strength that the schedule has there.
        steps: 1 to `timestep`.
        correlation_mm: of the fresh noise along depth; what is small differs sooner than what is
            large.
    """

    timestep: int
    steps: int
    correlation_mm: float

    def __post_init__(self) -> None:
        if not 1 <= self.timestep < TRAIN_TIMESTEPS - 1:
            raise ValueError(f"a restart goes back to 1 to 998, not {self.timestep}")
        if not 1 <= self.steps <= self.timestep:
            raise ValueError(f"a restart from {self.timestep} cannot take {self.steps} steps")
        if not self.correlation_mm > 0:
            raise ValueError(f"the noise's correlation is above 0 mm, not {self.correlation_mm}")

    @staticmethod
    def parse(text: str) -> "Restart | None":
        """A restart as the command line has it: timestep,steps,mm, or "none".

        Raises:
            ValueError: anything else.
        """
        if text == "none":
            return None
        parts = text.split(",")
        if len(parts) != 3:
            raise ValueError(f"a restart is timestep,steps,mm or none, not {text}")
        return Restart(int(parts[0]), int(parts[1]), float(parts[2]))

    @staticmethod
    def of(section: Mapping[str, Any] | None) -> "Restart | None":
        """A restart as a bundle's metadata has it, or none."""
        return None if section is None else Restart(**section)

    @property
    def timesteps(self) -> np.ndarray:
        """Evenly spaced from `timestep` down, halves rounded up, int64 (steps,)."""
        exact = self.timestep * (1 - np.arange(self.steps) / self.steps)
        return np.floor(exact + 0.5).astype(np.int64)

    def renoised(self, clean: np.ndarray, noise: np.ndarray, schedule: NoiseSchedule) -> np.ndarray:
        """alpha clean + sigma noise of `timestep`; arrays of one shape."""
        return schedule.alpha[self.timestep] * clean + schedule.sigma[self.timestep] * noise


#: That of the bundles made here, chosen on validation knees: enough noise for marrow, fat and the
#: cortex to be drawn anew, too little to move a joint space.
RESTART = Restart(timestep=300, steps=4, correlation_mm=6.0)
