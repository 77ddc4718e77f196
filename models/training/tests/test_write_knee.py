"""What is written of a knee, and of the same person with other findings; rendering stands in."""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from knee_synth.data import list_knees
from knee_synth.readings import READINGS
from knee_synth.simulate import population
from knee_synth.simulate.person import Person, draw_person
from knee_synth.simulate.population import knee_path, what_if_path
from knee_synth.simulate.what_if import WHAT_IFS, other_narrowing

COUNT, SEED = 600, 1
NAMES = [reading.name for reading in READINGS]
WITH_OTHER, WITH_LESIONS, WITH_OSTEOPHYTES, WITHOUT = (
    next(i for i in range(COUNT) if population.what_if_kind(i, COUNT, SEED) == wanted)
    for wanted in ("narrowing", "lesions", "osteophytes", None)
)
ATLAS = SimpleNamespace(source="stand-in")


@dataclass(frozen=True)
class KneeOfPerson:
    """A knee that holds nothing but its person; medial joint space 5 mm less the narrowing."""

    atlas: object
    landmarks: object
    person: Person

    @property
    def joint_space_mm(self) -> tuple[float, float]:
        return 5.0 - self.person.readings["XRJSM"], 6.0 - self.person.readings["XRJSL"]


def volume_of(knee: KneeOfPerson) -> tuple[np.ndarray, np.ndarray]:
    """A volume and labels that tell which readings they were rendered with."""
    mark = 10 * knee.person.readings["XRJSM"] + knee.person.readings["XRJSL"]
    volume = np.full((50, 256, 256), mark, np.uint8)
    return volume, volume


def film_of(
    knee: KneeOfPerson, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, dict[str, float]]:
    film = rng.integers(0, 256, (320, 320), np.uint8)
    film[0, 0] = knee.person.readings["XRKL"]
    return film, np.ones((320, 320), np.uint8), {"flexion": 20.0}


@pytest.fixture(autouse=True)
def quick_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(population, "Knee", KneeOfPerson)
    monkeypatch.setattr(population, "render_mri", volume_of)
    monkeypatch.setattr(population, "render_film", film_of)
    monkeypatch.setattr(population, "joint_truth", lambda labels: {"mark": int(labels[0, 0, 0])})


def write(folder: Path, index: int) -> None:
    population.write_knee(folder, index, COUNT, SEED, ATLAS, None)


def test_a_what_if_has_the_film_of_its_knee_and_the_volume_of_other_readings(
    tmp_path: Path,
) -> None:
    write(tmp_path, WITH_OTHER)
    knee, other = list_knees(tmp_path, what_if=True)
    assert (knee.key, other.key) == (f"knee_{WITH_OTHER:05d}", f"whatif_{WITH_OTHER:05d}")
    person = draw_person(population.person_seed(SEED, WITH_OTHER))
    readings = (person.readings, other_narrowing(person))
    assert readings[0] != readings[1]
    for file, expected in zip((knee, other), readings, strict=True):
        mark = 10 * expected["XRJSM"] + expected["XRJSL"]
        assert (file.load("mri") == mark).all() and (file.load("labels") == mark).all()
        assert file.load("readings").tolist() == [expected[name] for name in NAMES]
        widths = [5.0 - expected["XRJSM"], 6.0 - expected["XRJSL"]]
        assert file.load("jsw_mm").tolist() == pytest.approx(widths)
        assert file.meta["mark"] == mark and file.meta["readings"] == expected
        film = file.load("film")
        assert film[0, 0] == person.readings["XRKL"]
        assert np.array_equal(film, knee.load("film")) and file.load("film_mask").all()


def test_both_are_told_to_be_of_one_person(tmp_path: Path) -> None:
    write(tmp_path, WITH_OTHER)
    knee, other = (file.meta for file in list_knees(tmp_path, what_if=True))
    same = {name for name in knee if knee[name] == other[name]}
    assert {"person_id", "seed", "side", "split", "film_view", "population_seed"} <= same
    assert (knee["person_id"], knee["split"]) == (WITH_OTHER, "train")
    assert (knee["anatomy"], knee["film_view"]) == ("stand-in", {"flexion": 20.0})
    assert other.keys() - knee.keys() == {"what_if"} and not knee.keys() - other.keys()


def test_other_knees_have_none(tmp_path: Path) -> None:
    write(tmp_path, WITHOUT)
    assert [path.name for path in tmp_path.iterdir()] == [f"knee_{WITHOUT:05d}.npz"]


def test_each_kind_of_what_if_follows_its_own_readings(tmp_path: Path) -> None:
    for kind, index in (
        ("narrowing", WITH_OTHER),
        ("lesions", WITH_LESIONS),
        ("osteophytes", WITH_OSTEOPHYTES),
    ):
        folder = tmp_path / kind
        folder.mkdir()
        write(folder, index)
        _, other = (file.meta for file in list_knees(folder, what_if=True))
        person = draw_person(population.person_seed(SEED, index))
        assert other["what_if"] == kind and other["readings"] == WHAT_IFS[kind][1](person)


def test_a_knee_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    path = population.knee_path(tmp_path, WITHOUT)
    path.write_bytes(b"made before")
    write(tmp_path, WITHOUT)
    assert path.read_bytes() == b"made before" and len(list(tmp_path.iterdir())) == 1


def test_a_knee_made_before_there_were_what_ifs_gets_its_own(tmp_path: Path) -> None:
    write(tmp_path, WITH_LESIONS)
    path, other = (of(tmp_path, WITH_LESIONS) for of in (knee_path, what_if_path))
    kept, expected = path.read_bytes(), np.load(other)["mri"]
    other.unlink()
    assert not population.is_whole(tmp_path, WITH_LESIONS, COUNT, SEED)
    write(tmp_path, WITH_LESIONS)
    assert population.is_whole(tmp_path, WITH_LESIONS, COUNT, SEED)
    assert path.read_bytes() == kept and np.array_equal(np.load(other)["mri"], expected)


def test_a_what_if_that_fails_is_made_in_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[Person] = []

    def first_only(knee: KneeOfPerson) -> tuple[np.ndarray, np.ndarray]:
        rendered.append(knee.person)
        if len(rendered) > 1:
            raise MemoryError("stopped")
        return volume_of(knee)

    monkeypatch.setattr(population, "render_mri", first_only)
    with pytest.raises(MemoryError):
        write(tmp_path, WITH_OTHER)
    assert not population.is_whole(tmp_path, WITH_OTHER, COUNT, SEED)
    monkeypatch.setattr(population, "render_mri", volume_of)
    write(tmp_path, WITH_OTHER)
    assert population.is_whole(tmp_path, WITH_OTHER, COUNT, SEED)
