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
from knee_synth.simulate.what_if import other_readings

COUNT, SEED = 600, 1
NAMES = [reading.name for reading in READINGS]
WITH_OTHER, WITHOUT = (
    next(i for i in range(COUNT) if population.has_what_if(i, COUNT, SEED) is wanted)
    for wanted in (True, False)
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
    readings = (person.readings, other_readings(person))
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
    assert knee.keys() == other.keys()


def test_other_knees_have_none(tmp_path: Path) -> None:
    write(tmp_path, WITHOUT)
    assert [path.name for path in tmp_path.iterdir()] == [f"knee_{WITHOUT:05d}.npz"]


def test_a_knee_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    path = population.knee_path(tmp_path, WITH_OTHER)
    path.write_bytes(b"made before")
    write(tmp_path, WITH_OTHER)
    assert path.read_bytes() == b"made before" and len(list(tmp_path.iterdir())) == 1


def test_a_knee_whose_what_if_fails_is_not_there_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a run that was stopped in between makes both once more."""
    rendered: list[Person] = []

    def first_only(knee: KneeOfPerson) -> tuple[np.ndarray, np.ndarray]:
        rendered.append(knee.person)
        if len(rendered) > 1:
            raise MemoryError("stopped")
        return volume_of(knee)

    monkeypatch.setattr(population, "render_mri", first_only)
    with pytest.raises(MemoryError):
        write(tmp_path, WITH_OTHER)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(population, "render_mri", volume_of)
    write(tmp_path, WITH_OTHER)
    assert len(list(tmp_path.iterdir())) == 2
