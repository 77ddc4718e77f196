"""Makes one knee of the population: pictures, truth, split; writes it whole or not at all."""

from __future__ import annotations

import json
import os
import zipfile
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
from .what_if import WHAT_IFS

TEST_KNEES = 100
VALIDATION_SHARE = 0.06


def knee_path(folder: Path, index: int) -> Path:
    return folder / f"knee_{index:05d}.npz"


def what_if_path(folder: Path, index: int) -> Path:
    return folder / f"whatif_{index:05d}.npz"


def what_if_kind(index: int, count: int, seed: int) -> str | None:
    """What changes in a knee's second volume, of the same person with other readings: one of
    `WHAT_IFS`, or None where it has no such volume. Training knees alone can have one."""
    if split_of(index, count, seed) != "train":
        return None
    drawn = np.random.default_rng([seed, index, 9]).random()
    for kind, (share, _) in WHAT_IFS.items():
        if drawn < share:
            return kind
        drawn -= share
    return None


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


def joint_truth(labels: np.ndarray) -> dict[str, float | list[float]]:
    """Convergence angle and vertical joint-space widths (medial, lateral) of the MRI's pose, as
    `knee_synth.measures.joint` defines them, from the tissue classes."""
    return {
        "jlca_deg": joint_line_convergence_deg(labels),
        "vertical_jsw_mm": list(joint_space_widths_mm(labels)),
    }


def make_volume(knee: Knee) -> dict[str, np.ndarray]:
    """The volume, its tissue classes and what is known of it."""
    mri, labels = render_mri(knee)
    return {
        "mri": mri,
        "labels": labels,
        "readings": as_array(knee.person.readings),
        "jsw_mm": np.asarray(knee.joint_space_mm, np.float32),
        "truth": np.array(json.dumps(joint_truth(labels))),
    }


def make_knee(atlas: Atlas, landmarks: AtlasLandmarks, person: Person) -> dict[str, np.ndarray]:
    """All arrays of the cache format but `meta`; `truth` and `view` are JSON for it."""
    knee = Knee(atlas, landmarks, person)
    film, mask, view = render_film(knee, np.random.default_rng([person.seed, 7]))
    return {
        **make_volume(knee),
        "film": film,
        "film_mask": mask,
        "view": np.array(json.dumps(view)),
    }


def write_knee(
    folder: Path, index: int, count: int, seed: int, atlas: Atlas, landmarks: AtlasLandmarks
) -> None:
    """Simulates and writes `knee_{index}.npz`; does nothing where it exists.

    Some training knees get `whatif_{index}.npz` beside it: the film as it is, with the volume and
    the readings of the same person with other findings. A knee made before it had one gets it now.
    """
    path, other_path = knee_path(folder, index), what_if_path(folder, index)
    person = draw_person(person_seed(seed, index))
    if not path.exists():
        arrays = make_knee(atlas, landmarks, person)
        about = {
            "person_id": index,
            "population_seed": seed,
            "split": split_of(index, count, seed),
            "film_view": json.loads(str(arrays.pop("view"))),
            "anatomy": atlas.source,
        }
        _write(path, arrays, {**asdict(person), **about})
    kind = what_if_kind(index, count, seed)
    if kind is not None and not other_path.exists():
        readings = WHAT_IFS[kind][1](person)
        other = draw_person(person.seed, readings, person.side)
        with np.load(path) as knee:
            film = {name: knee[name] for name in ("film", "film_mask")}
            meta = json.loads(str(knee["meta"]))
        volume = make_volume(Knee(atlas, landmarks, other))
        _write(other_path, {**film, **volume}, {**meta, **asdict(other), "what_if": kind})


def is_whole(folder: Path, index: int, count: int, seed: int) -> bool:
    """Whether a knee has been written, with its second volume where it has one."""
    wanted = [knee_path(folder, index)]
    if what_if_kind(index, count, seed) is not None:
        wanted.append(what_if_path(folder, index))
    return all(path.exists() for path in wanted)


def _write(path: Path, arrays: dict[str, np.ndarray], about: dict[str, object]) -> None:
    """Writes an .npz whole or not at all, lightly compressed (half the size, little time)."""
    meta = {**about, **json.loads(str(arrays.pop("truth")))}
    part = path.with_name(f".{path.stem}.{os.getpid()}.part.npz")
    everything = {**arrays, "meta": np.array(json.dumps(meta))}
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, array in everything.items():
            with archive.open(f"{name}.npy", "w") as file:
                np.lib.format.write_array(file, array, allow_pickle=False)
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
