"""The demo patients and their DICOM attributes."""

import io
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pydicom
import pytest

from knee_synth.demo_studies import films
from knee_synth.demo_studies.attributes import Visit, computed_film, coronal_slices, digital_film
from knee_synth.demo_studies.cli import write_archive
from knee_synth.demo_studies.patients import DemoPatient, demo_patients
from knee_synth.simulate.demo_film import Film, KneeOnFilm
from knee_synth.simulate.population import split_of

POPULATION_SEED = 1
#: dciodvfy is older than the attribute Synthetic Data (0008,001C).
KNOWN_ERROR = (
    "Error - </(0008,001c)> - Attribute with an even group number is not a recognized standard "
    "attribute"
)


@pytest.fixture(scope="module")
def patients() -> list[DemoPatient]:
    return demo_patients(POPULATION_SEED)


def visit_of(patient: DemoPatient, revision: str = "1") -> Visit:
    return Visit(patient, "20250106", revision)


def film_of(patient: DemoPatient) -> Film:
    pixels = np.arange(12 * 10, dtype=np.uint16).reshape(12, 10)
    knees = tuple(KneeOnFilm(knee.side, (5.0, 4.0)) for knee in patient.knees)
    return Film(pixels, 0.3, patient.is_computed_film, knees)


def volume() -> np.ndarray:
    """Every slice holds its own index."""
    return np.repeat(np.arange(50, dtype=np.uint16), 256 * 256).reshape(50, 256, 256)


def test_there_are_the_promised_patients(patients: list[DemoPatient]) -> None:
    single = [p for p in patients if len(p.knees) == 1]
    readings = [p.knees[0].readings for p in single]
    assert any(r["XRKL"] == 0 for r in readings)
    assert any(r["XRJSM"] >= 2 and r["XRJSL"] == 0 for r in readings)
    assert any(r["XRJSL"] >= 2 and r["XRJSM"] == 0 for r in readings)
    assert any(p.knees[0].side == "L" for p in single)
    assert sum(p.has_mri for p in patients) >= 2
    both = [p for p in patients if len(p.knees) == 2]
    assert [k.side for k in both[0].knees] == ["R", "L"] and both[0].is_computed_film


@pytest.mark.parametrize("count", [500, 2000])
def test_no_model_was_trained_on_them(patients: list[DemoPatient], count: int) -> None:
    ids = [i for p in patients for i in p.test_ids]
    assert len(ids) == len(set(ids))
    assert {split_of(i, count, POPULATION_SEED) for i in ids} == {"test"}


@pytest.mark.parametrize(("sides", "left"), [("L", 25), ("RL", 0)])
def test_the_joint_of_one_knee_lies_off_the_middle_of_its_film(
    monkeypatch: pytest.MonkeyPatch, sides: str, left: int
) -> None:
    """Twice 9 mm are left out below, twice 5 mm on the left, at 0.4 mm a pixel."""
    whole = np.arange(200 * 100, dtype=np.uint16).reshape(200, 100)
    on_film = tuple(KneeOnFilm(side, (99.5, 49.5)) for side in sides)
    film = Film(whole, 0.4, False, on_film)
    monkeypatch.setattr(films, "render_demo_film", lambda *_: film)
    knees = [SimpleNamespace(person=SimpleNamespace(seed=1, side=side)) for side in sides]
    cut = films.expose(knees, 0.4, False)
    assert np.array_equal(cut.pixels, whole[:155, left:])
    assert [knee.centre for knee in cut.knees] == [(99.5, 49.5 - left)] * len(sides)


def test_a_left_knees_slices_are_the_patients_own(monkeypatch: pytest.MonkeyPatch) -> None:
    volume = np.zeros((50, 256, 256), np.uint8)
    volume[:, :, 0], volume[:, :, 1] = 255, 51
    monkeypatch.setattr(films, "render_mri", lambda _: (volume, None))
    right, left = (
        films.acquire(SimpleNamespace(person=SimpleNamespace(side=side))) for side in "RL"
    )
    assert right.dtype == np.uint16
    assert right[0, 0, :3].tolist() == [4095, 819, 0]
    assert left[0, 0, -3:].tolist() == [0, 819, 4095]


def test_slices_lie_where_the_volume_says(patients: list[DemoPatient]) -> None:
    patient = next(p for p in patients if p.slice_step == 1 and p.has_mri)
    slices = coronal_slices(visit_of(patient), volume())
    assert [ds.InstanceNumber for ds in slices] == list(range(1, 51))
    first, last = slices[0], slices[-1]
    # Posterior first: patient y grows to the back, 24.5 steps of 2.2 mm from the joint centre.
    edge = 69.7266
    assert [float(v) for v in first.ImagePositionPatient] == pytest.approx([-edge, 53.9, edge])
    assert [float(v) for v in last.ImagePositionPatient] == pytest.approx([-edge, -53.9, edge])
    assert first.pixel_array.max() == 0 and last.pixel_array.min() == 49


def test_an_mri_may_have_fewer_slices_than_the_model(patients: list[DemoPatient]) -> None:
    patient = next(p for p in patients if p.slice_step == 2)
    slices = coronal_slices(visit_of(patient), volume())
    assert len(slices) == 25 and slices[0].SpacingBetweenSlices == 4.4
    heights = [float(ds.ImagePositionPatient[1]) for ds in slices]
    assert np.diff(heights) == pytest.approx(-4.4)


def test_everything_says_that_it_is_simulated(patients: list[DemoPatient]) -> None:
    for patient in patients:
        visit = visit_of(patient)
        image = computed_film if patient.is_computed_film else digital_film
        for ds in [image(visit, film_of(patient)), *coronal_slices(visit, volume())[:1]]:
            assert ds.SyntheticData == "YES"
            assert str(ds.PatientName).startswith("SIMULATED^")
            assert ds.SeriesDescription.startswith("SIMULATED")
            assert ds.StudyDescription.startswith("SIMULATED")
            # Model output has SYNTHETIC there, and a viewer tells the two apart by it.
            assert ds.ImageType[:2] == ["ORIGINAL", "PRIMARY"] and "SYNTHETIC" not in ds.ImageType


def test_uids_depend_on_patient_and_revision_alone(patients: list[DemoPatient]) -> None:
    first, second = visit_of(patients[0]), visit_of(patients[1])
    assert first.uid("study") == visit_of(patients[0]).uid("study")
    assert first.uid("study") != second.uid("study")
    assert first.uid("study") != visit_of(patients[0], "2").uid("study")
    assert first.uid("study").is_valid


def test_an_archive_has_the_same_bytes_again(patients: list[DemoPatient], tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "sim.tar.gz", tmp_path / "b" / "sim.tar.gz"]
    for path in paths:
        path.parent.mkdir()
        write_archive(path, {"film.dcm": digital_film(visit_of(patients[0]), film_of(patients[0]))})
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with tarfile.open(paths[0]) as archive:
        member = archive.extractfile("sim/film.dcm")
        assert member is not None
        ds = pydicom.dcmread(io.BytesIO(member.read()))
    assert ds.PatientID == patients[0].patient_id


def test_dciodvfy_finds_no_other_error(patients: list[DemoPatient], tmp_path: Path) -> None:
    if shutil.which("dciodvfy") is None and os.environ.get("REQUIRE_ALL") != "1":
        pytest.skip("dciodvfy is not installed")
    for patient in patients:
        visit = visit_of(patient)
        image = computed_film if patient.is_computed_film else digital_film
        for ds in [image(visit, film_of(patient)), *coronal_slices(visit, volume())[:1]]:
            path = tmp_path / f"{ds.SOPInstanceUID}.dcm"
            ds.save_as(path, enforce_file_format=True)
            checked = subprocess.run(
                ["dciodvfy", "-new", str(path)], capture_output=True, text=True, check=False
            )
            errors = [line for line in checked.stderr.splitlines() if line.startswith("Error")]
            assert errors == [KNOWN_ERROR]
