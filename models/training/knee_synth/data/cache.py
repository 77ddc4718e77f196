"""Reads the cache that `knee_synth simulate` and `import-oai` write: one file a knee."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knee_synth.geometry import SLICE_PIXELS, VOLUME_SLICES
from knee_synth.readings import READINGS

SPLITS = ("train", "val", "test")
FILM_PIXELS = 320
FILM_PIXEL_MM = 0.625
KNEE_STEM = "knee"
WHAT_IF_STEM = "whatif"
_FILE_NAME = re.compile(rf"({KNEE_STEM}|{WHAT_IF_STEM})_(\d+)\.npz")
_SHAPES = {
    "mri": (VOLUME_SLICES, SLICE_PIXELS, SLICE_PIXELS),
    "labels": (VOLUME_SLICES, SLICE_PIXELS, SLICE_PIXELS),
    "film": (FILM_PIXELS, FILM_PIXELS),
    "film_mask": (FILM_PIXELS, FILM_PIXELS),
    "readings": (len(READINGS),),
    "jsw_mm": (2,),
}


class CacheError(Exception):
    """The cache holds no usable knees, or a file in it is damaged."""


@dataclass(frozen=True)
class KneeFile:
    """One knee of the cache: `meta` is read, the arrays are loaded when asked for."""

    path: Path
    knee_id: int
    meta: dict[str, Any]

    @property
    def key(self) -> str:
        """Name of the knee among all of the cache, those with other readings included."""
        return self.path.stem

    @property
    def split(self) -> str:
        return self.meta["split"]

    def load(self, name: str) -> np.ndarray:
        """An array of the knee: mri, labels, film, film_mask, readings or jsw_mm.

        Only simulated knees have labels.

        Raises:
            CacheError: the array is missing, unreadable or of another shape.
        """
        try:
            with np.load(self.path) as arrays:
                if name == "labels" and name not in arrays.files:
                    raise CacheError(
                        f"{self.path.name} has no labels: only simulated knees have them; "
                        "give a simulated cache where labels are needed"
                    )
                array = arrays[name]
        except (OSError, KeyError, ValueError, EOFError) as error:
            raise CacheError(
                f"{self.path.name} has no readable {name}; delete it and make it again"
            ) from error
        if array.shape != _SHAPES[name]:
            raise CacheError(
                f"{name} of {self.path.name} has shape {array.shape}, not {_SHAPES[name]}"
            )
        return array


def list_knees(
    folder: Path, splits: tuple[str, ...] = SPLITS, what_if: bool = False
) -> list[KneeFile]:
    """The knees of the given splits, by ascending id.

    With `what_if` those follow whose volume has other readings than its film (training alone).

    Raises:
        CacheError: no such folder, no knees in it, or a file without valid `meta`.
    """
    if not folder.is_dir():
        raise CacheError(
            f"no data folder {folder.name}; make it with: knee_synth simulate, or import-oai"
        )
    found = []
    for path in sorted(folder.iterdir()):
        match = _FILE_NAME.fullmatch(path.name)
        if match and (what_if or match[1] == KNEE_STEM):
            found.append(KneeFile(path, int(match[2]), _read_meta(path)))
    knees = [knee for knee in found if knee.split in splits]
    if not knees:
        raise CacheError(f"{folder.name} holds no knees of split {' or '.join(splits)}")
    return knees


def _read_meta(path: Path) -> dict[str, Any]:
    try:
        with np.load(path) as arrays:
            meta = json.loads(str(arrays["meta"]))
        if meta["split"] not in SPLITS:
            raise ValueError(f"split {meta['split']}")
    except (OSError, KeyError, ValueError, TypeError, EOFError) as error:
        raise CacheError(
            f"{path.name} has no readable meta; delete it and make it again"
        ) from error
    return meta
