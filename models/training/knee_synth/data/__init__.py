"""Training data: the cache of knees, films as network input, precomputed latents."""

from knee_synth.data.cache import CacheError, KneeFile, list_knees
from knee_synth.data.films import FilmAugmentation, FilmSampler, central_radiograph
from knee_synth.data.latents import LatentStore

__all__ = [
    "CacheError",
    "FilmAugmentation",
    "FilmSampler",
    "KneeFile",
    "LatentStore",
    "central_radiograph",
    "list_knees",
]
