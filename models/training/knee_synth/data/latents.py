"""Precomputed latents of a cache, with all that conditions them, as memory-mapped arrays."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tqdm import tqdm

from knee_synth.data.cache import (
    FILM_PIXELS,
    KNEE_STEM,
    WHAT_IF_STEM,
    CacheError,
    KneeFile,
    list_knees,
)
from knee_synth.geometry import LATENT_PIXELS, VOLUME_SLICES
from knee_synth.networks import LatentStatistics, SliceAutoencoder
from knee_synth.readings import READINGS

_SPLITS = ("train", "val")
_FILES = ("latents", "films", "film_masks", "readings")
_INDEX = "latents.json"
#: Entry of a training's configuration with the statistics that its latents are standardised by.
LATENT_STATISTICS = "latent_statistics"
_SLICES_A_BATCH = 10
_INDEX_EVERY = 20


def statistics_of(values: Mapping[str, Sequence[float]]) -> LatentStatistics:
    """Statistics as JSON keeps them."""
    return LatentStatistics(tuple(values["mean"]), tuple(values["deviation"]))


@dataclass(frozen=True)
class LatentStore:
    """Latents and conditions of knees; the arrays are indexed by knee.

    `latents` are raw means, float16 (knees, 50, C, 32, 32); `films` and `film_masks` uint8
    (knees, 320, 320); `readings` int8 (knees, 19); `splits` the split of every knee;
    `knees_by_source` counts the training knees by where they are from.
    """

    latents: np.ndarray
    films: np.ndarray
    film_masks: np.ndarray
    readings: np.ndarray
    splits: tuple[str, ...]
    knees: tuple[str, ...]
    statistics: LatentStatistics
    knees_by_source: dict[str, int]

    @staticmethod
    def open(folder: Path) -> "LatentStore":
        """Open a finished store.

        Raises:
            CacheError: the store is missing or unfinished.
        """
        index = _read_index(folder)
        if index is None or index["encoded"] != index["knees"]:
            raise CacheError(f"{folder.name} holds no finished latents; run: knee_synth latents")
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _FILES}
        statistics = statistics_of(index)
        return LatentStore(
            **arrays,
            splits=tuple(index["splits"]),
            knees=tuple(index["knees"]),
            statistics=statistics,
            knees_by_source=index.get("sources", {"simulated": index["splits"].count("train")}),
        )

    @property
    def what_if(self) -> np.ndarray:
        """Whether each knee's volume has other readings than its film, bool (knees,)."""
        return np.array([name.startswith(WHAT_IF_STEM) for name in self.knees])

    @property
    def pairs(self) -> np.ndarray:
        """Positions of every knee that has a what-if, and of the what-if, int64 (pairs, 2)."""
        position = {name: i for i, name in enumerate(self.knees)}
        found = [
            (position[own], i)
            for name, i in position.items()
            if (own := name.replace(WHAT_IF_STEM, KNEE_STEM)) != name and own in position
        ]
        return np.array(found, dtype=np.int64).reshape(-1, 2)

    def of_split(self, split: str) -> np.ndarray:
        """Positions of the knees of a split."""
        return np.array([i for i, name in enumerate(self.splits) if name == split], dtype=np.int64)


def build_latents(
    data: Path,
    folder: Path,
    autoencoder: SliceAutoencoder,
    statistics: LatentStatistics | None = None,
) -> LatentStore:
    """Encode all training and validation slices; goes on where an earlier run stopped.

    Knees that the same encoder has encoded already are kept when the cache has grown.

    Args:
        statistics: those that the store is given; without, they are measured on its training knees.
    """
    knees = list_knees(data, _SPLITS, what_if=True)
    encoder = autoencoder.encoder_fingerprint()
    folder.mkdir(parents=True, exist_ok=True)
    index = _read_index(folder)
    kept = index["encoded"] if index is not None and index["encoder"] == encoder else []
    keys = [*kept, *(knee.key for knee in knees if knee.key not in set(kept))]
    _resize_arrays(folder, len(kept), len(keys), autoencoder.config.latent_channels)
    by_key = {knee.key: knee for knee in knees}
    index = {
        "encoder": encoder,
        "encoded": kept,
        "knees": keys,
        "splits": [by_key[key].split if key in by_key else "absent" for key in keys],
        "sources": training_sources(knees),
    }
    _write_index(folder, index)
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r+") for name in _FILES}
    bar = tqdm(total=len(keys), initial=len(kept), desc="latents", unit="knee", mininterval=1.0)
    for position in range(len(kept), len(keys)):
        _encode_knee(by_key[keys[position]], position, arrays, autoencoder)
        bar.update()
        if position % _INDEX_EVERY == 0:
            _write_index(folder, {**index, "encoded": keys[: position + 1]})
    bar.close()
    for array in arrays.values():
        array.flush()
    train = [i for i, split in enumerate(index["splits"]) if split == "train"]
    measured = asdict(statistics) if statistics else _statistics(arrays["latents"], train)
    _write_index(folder, {**index, "encoded": keys, **measured})
    return LatentStore.open(folder)


#: Source of knees of which neither a maker nor a population is known; it goes into the metadata.
_UNTOLD_SOURCE = "Their cache does not tell where they are from."


def training_sources(knees: list[KneeFile]) -> dict[str, int]:
    """Training knees counted by `source` of their meta; simulated knees name a population
    instead."""

    def source_of(knee: KneeFile) -> str:
        is_simulated = "population_seed" in knee.meta
        return knee.meta.get("source", "simulated" if is_simulated else _UNTOLD_SOURCE)

    # A second volume is of the same knee.
    first = [k for k in knees if k.split == "train" and not k.key.startswith(WHAT_IF_STEM)]
    return dict(Counter(map(source_of, first)))


def measured_statistics(store: LatentStore) -> LatentStatistics:
    """Statistics of the latents of a store themselves, whichever it was given."""
    return statistics_of(_statistics(store.latents, store.of_split("train").tolist()))


def _resize_arrays(folder: Path, kept: int, knees: int, channels: int) -> None:
    """Arrays for `knees` knees, the first `kept` of them copied from the arrays there are."""
    latent = (VOLUME_SLICES, channels, LATENT_PIXELS, LATENT_PIXELS)
    film = (FILM_PIXELS, FILM_PIXELS)
    layout = {
        "latents": ("float16", latent),
        "films": ("uint8", film),
        "film_masks": ("uint8", film),
        "readings": ("int8", (len(READINGS),)),
    }
    for name, (dtype, shape) in layout.items():
        path, partial = folder / f"{name}.npy", folder / f"{name}.partial"
        grown = np.lib.format.open_memmap(partial, mode="w+", dtype=dtype, shape=(knees, *shape))
        if kept:
            grown[:kept] = np.load(path, mmap_mode="r")[:kept]
        grown.flush()
        partial.replace(path)


@torch.inference_mode()
def _encode_knee(
    knee: KneeFile, position: int, arrays: dict[str, np.ndarray], autoencoder: SliceAutoencoder
) -> None:
    device = next(autoencoder.parameters()).device
    volume = torch.from_numpy(knee.load("mri")).unsqueeze(1)
    parts = []
    for part in volume.split(_SLICES_A_BATCH):
        slices = (part.to(device).float() / 255).contiguous(memory_format=torch.channels_last)
        with torch.autocast(device.type, torch.bfloat16):
            parts.append(autoencoder.encode(slices)[0].float().cpu())
    arrays["latents"][position] = torch.cat(parts).numpy()
    arrays["films"][position] = knee.load("film")
    arrays["film_masks"][position] = knee.load("film_mask")
    arrays["readings"][position] = knee.load("readings")


def _statistics(latents: np.ndarray, positions: list[int]) -> dict[str, list[float]]:
    """Mean and deviation of each channel over the training knees (at most 200, evenly chosen)."""
    chosen = positions[:: max(1, len(positions) // 200)]
    sums, squares, count = 0.0, 0.0, 0
    for position in chosen:
        values = latents[position].astype(np.float64)
        sums = sums + values.sum(axis=(0, 2, 3))
        squares = squares + (values**2).sum(axis=(0, 2, 3))
        count += values[:, 0].size
    if not count:
        raise CacheError("the data has no training knees; simulate more of them")
    mean = sums / count
    deviation = np.sqrt(squares / count - mean**2)
    return {"mean": mean.tolist(), "deviation": deviation.tolist()}


def _read_index(folder: Path) -> dict[str, Any] | None:
    path = folder / _INDEX
    if not path.is_file():
        return None
    index = json.loads(path.read_text(encoding="utf-8"))
    return index if "knees" in index else None  # an index of an older layout is made anew


def _write_index(folder: Path, index: dict[str, Any]) -> None:
    partial = folder / f"{_INDEX}.partial"
    partial.write_text(json.dumps(index), encoding="utf-8")
    partial.replace(folder / _INDEX)
