"""Makes one knee of the population: pictures, truth, split; writes it whole or not at all."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

import numpy as np

from ..measures.joint import joint_line_convergence_deg, joint_space_widths_mm
from .atlas import Atlas
from .development import render_film
from .knee import AtlasLandmarks, Knee
from .mri import render_mri
from .person import Person, draw_person
from .readings import as_array

TEST_KNEES = 100
VALIDATION_SHARE = 0.06


def knee_path(folder: Path, index: int) -> Path:
    return folder / f"knee_{index:05d}.npz"


def split_of(index: int, count: int, seed: int) -> str:
    """`test`, `val` or `train` of a knee (a person has one knee, so the split is by person).

    The first 100 ids are the test set of a population, whatever its size, so a larger population
    keeps its test
    knees; below 500 knees it is the first fifth. Which person an id is depends on the seed alone.
    """
    if index < min(TEST_KNEES, count // 5):
        return "test"
    return "val" if np.random.default_rng([seed, index, 8]).random() < VALIDATION_SHARE else "train"


def person_seed(seed: int, index: int) -> int:
    """Seed of a person, different for every (population seed, id)."""
    return int(np.random.SeedSequence([seed, index]).generate_state(1)[0])


def make_knee(atlas: Atlas, landmarks: AtlasLandmarks, person: Person) -> dict[str, np.ndarray]:
    """All arrays of the cache format but `meta`; `truth` and `view` are JSON for it."""
    knee = Knee(atlas, landmarks, person)
    mri, labels = render_mri(knee)
    film, mask, view = render_film(knee, np.random.default_rng([person.seed, 7]))
    return {
        "mri": mri,
        "labels": labels,
        "film": film,
        "film_mask": mask,
        "readings": as_array(person.readings),
        "jsw_mm": np.asarray(knee.joint_space_mm, np.float32),
        "truth": np.array(json.dumps(joint_truth(labels))),
        "view": np.array(json.dumps(view)),
    }


def joint_truth(labels: np.ndarray) -> dict[str, float | list[float]]:
    """Convergence angle and vertical joint-space widths (medial, lateral) of the MRI's pose, as
    `knee_synth.measures.joint` defines them, from the tissue classes."""
    return {
        "jlca_deg": joint_line_convergence_deg(labels),
        "vertical_jsw_mm": list(joint_space_widths_mm(labels)),
    }


def write_knee(
    folder: Path, index: int, count: int, seed: int, atlas: Atlas, landmarks: AtlasLandmarks
) -> None:
    """Simulates and writes `knee_{index}.npz`; does nothing where it exists."""
    path = knee_path(folder, index)
    if path.exists():
        return
    person = draw_person(person_seed(seed, index))
    arrays = make_knee(atlas, landmarks, person)
    view, truth = (json.loads(str(arrays.pop(name))) for name in ("view", "truth"))
    meta = {
        **asdict(person),
        **truth,
        "person_id": index,
        "population_seed": seed,
        "split": split_of(index, count, seed),
        "film_view": view,
        "anatomy": atlas.source,
    }
    part = path.with_name(f".{path.stem}.{os.getpid()}.part.npz")
    np.savez(part, **arrays, meta=np.array(json.dumps(meta)))
    part.replace(path)


def write_index(folder: Path, count: int, seed: int, source: str) -> None:
    """`index.json`: what the folder holds, with each knee's split."""
    knees = [
        {"id": i, "file": knee_path(folder, i).name, "split": split_of(i, count, seed)}
        for i in range(count)
        if knee_path(folder, i).exists()
    ]
    text = json.dumps({"seed": seed, "count": count, "anatomy": source, "knees": knees}, indent=1)
    part = folder / f".index.{os.getpid()}.json"
    part.write_text(text + "\n")
    part.replace(folder / "index.json")
