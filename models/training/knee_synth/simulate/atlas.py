"""The reference knee: one canonical right knee as signed-distance fields, and its cache file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from .field import Field, Grid, crop_to_shape
from .shape_modes import ShapeModes
from .soft_variants import SECOND, VARIED

ATLAS_VERSION = 10

#: Fields every atlas has. `*_united` are bone and its cartilage together; `septum` is the distance
#: from the wall between two muscles; `leg` is the outline of muscle and bone under the fat;
#: `hoffa` is the infrapatellar fat pad. Of `muscle`, `septum` and `leg` there are two people's.
FIELDS = (
    'femur', 'femur_united', 'tibia', 'tibia_united', 'patella', 'patella_united', 'fibula',
    'meniscus_medial', 'meniscus_lateral', 'cruciates', 'tendons', 'vessels', 'muscle',
    'septum', 'leg', 'muscle_second', 'septum_second', 'leg_second', 'nerve', 'hoffa',
)  # fmt: skip


@dataclass(frozen=True)
class Atlas:
    """Fields by name, in mm in the knee frame, and the millimetres between the condyles' sides.

    `modes` tell how other people's bones differ.
    """

    source: str
    fields: dict[str, Field]
    condylar_width: float
    modes: ShapeModes

    def save(self, path: Path) -> None:
        """Writes the atlas; the file appears only when it is whole."""
        arrays = {
            "version": ATLAS_VERSION,
            "source": self.source,
            "condylar_width": self.condylar_width,
            **{f"modes.{name}": value for name, value in self.modes.arrays().items()},
        }
        for name, field in self.fields.items():
            arrays[f"{name}.values"] = field.values.numpy().astype(np.float16)
            arrays[f"{name}.origin"] = np.array(field.grid.origin)
            arrays[f"{name}.spacing"] = field.grid.spacing
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}.npz")
        np.savez_compressed(part, **arrays)
        part.replace(path)

    @staticmethod
    def load(path: Path) -> Atlas | None:
        """The cached atlas, or None where there is none of this version."""
        if not path.exists():
            return None
        with np.load(path) as data:
            if int(data["version"]) != ATLAS_VERSION:
                return None
            fields = {}
            for name in FIELDS:
                values = data[f"{name}.values"].astype(np.float32)
                origin = tuple(map(float, data[f"{name}.origin"]))
                grid = Grid(origin, float(data[f"{name}.spacing"]), values.shape)
                fields[name] = Field(grid, torch.from_numpy(values))
            modes = ShapeModes.of_arrays({n: data[f"modes.{n}"] for n in ShapeModes.ARRAYS})
            return Atlas(str(data["source"]), fields, float(data["condylar_width"]), modes)


def make_atlas(source: str, fields: dict[str, Field], modes: ShapeModes) -> Atlas:
    """Checks the names, crops every field but those of the whole leg, measures the condyles."""
    missing = set(FIELDS) - set(fields)
    if missing:
        raise ValueError(f"the {source} anatomy lacks the structures {sorted(missing)}")
    wide = (*VARIED, *(n + SECOND for n in VARIED))
    kept = {n: fields[n] if n in wide else crop_to_shape(fields[n]) for n in FIELDS}
    femur = fields["femur"]
    _, rows, cols = femur.grid.axes()
    near = femur.values.numpy()[:, (rows[0, :, 0] > -35) & (rows[0, :, 0] < 0), :] < 0
    columns = cols[0, 0][near.any((0, 1))]
    return Atlas(source, kept, float(columns.max() - columns.min()), modes)
