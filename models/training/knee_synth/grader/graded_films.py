"""Films of the cache with what was read on them, held in memory."""

from dataclasses import dataclass

import numpy as np
import torch
from tqdm import tqdm

from knee_synth.data import FilmAugmentation, FilmSampler, KneeFile, central_radiograph
from knee_synth.data.cache import FILM_PIXELS
from knee_synth.readings import READINGS


@dataclass(frozen=True)
class GradedFilms:
    """`films` and `masks` uint8 [n, 320, 320], `grades` int8 [n, 19] (`NOT_READ`: -1)."""

    films: np.ndarray
    masks: np.ndarray
    grades: np.ndarray

    @staticmethod
    def load(knees: list[KneeFile], limit: int | None = None) -> "GradedFilms":
        """The films of knees (0.2 MB each); of more than `limit`, evenly chosen ones."""
        chosen = knees if limit is None else knees[:: max(1, len(knees) // limit)][:limit]
        films = np.empty((len(chosen), FILM_PIXELS, FILM_PIXELS), dtype=np.uint8)
        masks = np.empty_like(films)
        grades = np.empty((len(chosen), len(READINGS)), dtype=np.int8)
        for index, knee in enumerate(tqdm(chosen, desc="films", unit="knee", mininterval=1.0)):
            films[index] = knee.load("film")
            masks[index] = knee.load("film_mask")
            grades[index] = knee.load("readings")
        return GradedFilms(films, masks, grades)

    def central(self) -> np.ndarray:
        """All films as the engine prepares them, float32 [n, 2, 224, 224]."""
        pairs = zip(self.films, self.masks, strict=True)
        return np.concatenate([central_radiograph(film, mask) for film, mask in pairs])

    def varied(self, generator: np.random.Generator) -> np.ndarray:
        """All films randomly acquired, shifted and cropped, float32 [n, 2, 224, 224]."""
        return FilmSampler(FilmAugmentation(), generator)(self.films, self.masks).numpy()


class FilmBatches:
    """Endless batches of randomly acquired films in random order, each film as often."""

    def __init__(
        self, graded: GradedFilms, augmentation: FilmAugmentation, generator: np.random.Generator
    ) -> None:
        self.graded, self.generator = graded, generator
        self.sampler = FilmSampler(augmentation, generator)
        self._waiting = np.empty(0, dtype=np.int64)

    def draw(self, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Radiographs float32 [count, 2, 224, 224] and grades int64 [count, 19]."""
        while len(self._waiting) < count:
            order = self.generator.permutation(len(self.graded.films))
            self._waiting = np.concatenate([self._waiting, order])
        chosen, self._waiting = self._waiting[:count], self._waiting[count:]
        radiographs = self.sampler(self.graded.films[chosen], self.graded.masks[chosen])
        return radiographs, torch.from_numpy(self.graded.grades[chosen].astype(np.int64))
