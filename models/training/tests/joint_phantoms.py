"""Films of two straight bone edges that are known in closed form, as a cache of knees."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knee_synth.joint_space.places import TRUTH_PLACES

_MIDDLE, _PIXEL_MM = 159.5, 0.625
_BONE, _GAP, _EDGE_MM = 190.0, 60.0, 0.4
#: XRKL, XRJSM and XRJSL of every phantom, and zeros for the other readings.
READINGS = (2, 1, 0, *(0,) * 16)


@dataclass(frozen=True)
class JointPhantom:
    """The femur's edge at `top + slope |x|` mm below the joint centre, x mm beside it; the
    tibia's lies `gap` mm below that."""

    top: float
    gap: float
    slope: float

    def heights(self, beside_mm: np.ndarray) -> np.ndarray:
        """Of femur and tibia (2, places), mm."""
        femur = self.top + self.slope * np.abs(beside_mm)
        return np.stack([femur, femur + self.gap])

    def edges(self) -> np.ndarray:
        """Both compartments alike: (2, 2, truth places)."""
        return np.stack([self.heights(TRUTH_PLACES)] * 2)

    def film(self, rng: np.random.Generator) -> np.ndarray:
        """uint8 (320, 320): bright bone, a dark gap, a little noise."""
        mm = (np.arange(320) - _MIDDLE) * _PIXEL_MM
        femur, tibia = self.heights(mm)
        into_gap = 1 / (1 + np.exp((femur - mm[:, None]) / _EDGE_MM))
        into_tibia = 1 / (1 + np.exp((tibia - mm[:, None]) / _EDGE_MM))
        film = _BONE + (_GAP - _BONE) * (into_gap - into_tibia)
        return np.clip(film + rng.normal(0, 2, film.shape), 0, 255).astype(np.uint8)


def draw_phantoms(count: int) -> list[JointPhantom]:
    rng = np.random.default_rng(11)
    drawn = zip(
        rng.uniform(-6, 3, count), rng.uniform(3, 7, count), rng.uniform(-0.1, 0.1, count),
        strict=True,
    )  # fmt: skip
    return [JointPhantom(*map(float, numbers)) for numbers in drawn]


def write_cache(folder: Path, phantoms: list[JointPhantom], split: str) -> None:
    """One training knee a phantom, ids from 100; without volume."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(12)
    for knee_id, phantom in enumerate(phantoms, 100):
        np.savez(
            folder / f"knee_{knee_id:05d}.npz",
            film=phantom.film(rng),
            readings=np.array(READINGS, np.int8),
            jsw_mm=np.array([phantom.gap, phantom.gap + 0.25], np.float32),
            meta=np.array(json.dumps({"split": split})),
        )
