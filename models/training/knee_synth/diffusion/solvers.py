"""Deterministic solvers that turn v-predictions into a latent.

Both work on arrays of any shape. A solver is made for one run: call `step` once for each of its
`timesteps`, in order, with the network's prediction at that timestep.
"""

from typing import Protocol

import numpy as np

from knee_synth.diffusion.schedule import NoiseSchedule, trailing_timesteps

# diffusers keeps the multistep solver finite at the terminal step with this cumulative alpha.
_TERMINAL_ALPHA_CUMPROD = 2.0**-24


class Solver(Protocol):
    """One sampling run."""

    timesteps: np.ndarray

    def step(self, prediction: np.ndarray, latent: np.ndarray) -> np.ndarray:
        """The latent at the next timestep (after the last one: the clean latent)."""
        ...


class DdimSolver:
    """DDIM with eta 0 (Song et al., arXiv 2010.02502, eq. 12) on v-predictions."""

    def __init__(self, schedule: NoiseSchedule, timesteps: np.ndarray) -> None:
        """`timesteps` int64 (steps,), descending."""
        self.timesteps = timesteps
        self._alpha = np.append(schedule.alpha[self.timesteps], 1.0)
        self._sigma = np.append(schedule.sigma[self.timesteps], 0.0)
        self._index = 0

    def step(self, prediction: np.ndarray, latent: np.ndarray) -> np.ndarray:
        i = self._index
        self._index += 1
        clean = self._alpha[i] * latent - self._sigma[i] * prediction
        noise = self._alpha[i] * prediction + self._sigma[i] * latent
        return self._alpha[i + 1] * clean + self._sigma[i + 1] * noise


class DpmSolverPlusPlus2M:
    """DPM-Solver++(2M), data prediction, midpoint (Lu et al., arXiv 2211.01095, alg. 2).

    The first and the last step are first order.
    """

    def __init__(self, schedule: NoiseSchedule, timesteps: np.ndarray) -> None:
        """`timesteps` int64 (steps,), descending."""
        self.timesteps = timesteps
        cumulative = np.maximum(schedule.alphas_cumprod, _TERMINAL_ALPHA_CUMPROD)[self.timesteps]
        self._alpha = np.append(np.sqrt(cumulative), 1.0)
        self._sigma = np.append(np.sqrt(1 - cumulative), 0.0)
        with np.errstate(divide="ignore"):
            self._lambda = np.log(self._alpha) - np.log(self._sigma)
        self._index = 0
        self._previous_clean: np.ndarray | None = None

    def step(self, prediction: np.ndarray, latent: np.ndarray) -> np.ndarray:
        i = self._index
        self._index += 1
        clean = self._alpha[i] * latent - self._sigma[i] * prediction
        step = self._lambda[i + 1] - self._lambda[i]
        estimate = clean
        if self._previous_clean is not None and i + 1 < len(self.timesteps):
            ratio = (self._lambda[i] - self._lambda[i - 1]) / step
            estimate = clean + (clean - self._previous_clean) / (2 * ratio)
        self._previous_clean = clean
        return (
            self._sigma[i + 1] / self._sigma[i] * latent
            - self._alpha[i + 1] * np.expm1(-step) * estimate
        )


SOLVERS = {"ddim": DdimSolver, "dpmsolver++2m": DpmSolverPlusPlus2M}


def make_solver(name: str, schedule: NoiseSchedule, steps: int) -> Solver:
    """A solver by its bundle name.

    Raises:
        ValueError: an unknown name.
    """
    if name not in SOLVERS:
        raise ValueError(f"unknown solver {name}; known are {', '.join(SOLVERS)}")
    return SOLVERS[name](schedule, trailing_timesteps(steps))
