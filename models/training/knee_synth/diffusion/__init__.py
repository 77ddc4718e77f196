"""Noise schedule, solvers, seeded noise: the sampling mathematics, in NumPy."""

from knee_synth.diffusion.noise import philox4x32, slice_noise, stream_normals
from knee_synth.diffusion.restart import Restart
from knee_synth.diffusion.schedule import NoiseSchedule, time_embedding, trailing_timesteps
from knee_synth.diffusion.solvers import SOLVERS, DdimSolver, DpmSolverPlusPlus2M, make_solver

__all__ = [
    "SOLVERS",
    "DdimSolver",
    "DpmSolverPlusPlus2M",
    "NoiseSchedule",
    "Restart",
    "make_solver",
    "philox4x32",
    "slice_noise",
    "stream_normals",
    "time_embedding",
    "trailing_timesteps",
]
