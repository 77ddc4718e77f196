"""The simulator on its procedural stand-in anatomy: determinism, shapes, orientation, files."""

import json
from dataclasses import replace

import numpy as np
import pytest
from simulate_fixtures import procedural_atlas, procedural_landmarks

from knee_synth.readings import READINGS, encode_readings
from knee_synth.simulate import cli
from knee_synth.simulate.development import render_film
from knee_synth.simulate.film import draw_view, project
from knee_synth.simulate.knee import Knee
from knee_synth.simulate.labels import Tissue
from knee_synth.simulate.montage import montage
from knee_synth.simulate.person import draw_person
from knee_synth.simulate.population import make_knee, split_of

HEALTHY = {reading.name: 0 for reading in READINGS}


@pytest.fixture(scope="module")
def healthy():
    person = draw_person(5, readings=HEALTHY, side="R")
    return make_knee(procedural_atlas(), procedural_landmarks(), person)


def centroid(mask):
    return np.argwhere(mask).mean(0)


def test_the_same_seed_gives_the_same_knee_and_another_seed_another(healthy):
    again = make_knee(
        procedural_atlas(), procedural_landmarks(), draw_person(5, readings=HEALTHY, side="R")
    )
    for name in ("mri", "labels", "film", "film_mask", "jsw_mm"):
        assert np.array_equal(healthy[name], again[name]), name
    other = make_knee(
        procedural_atlas(), procedural_landmarks(), draw_person(6, readings=HEALTHY, side="R")
    )
    assert not np.array_equal(healthy["labels"], other["labels"])


def test_arrays_have_the_cache_formats_shapes_and_types(healthy):
    expected = {
        "mri": ((50, 256, 256), np.uint8),
        "labels": ((50, 256, 256), np.uint8),
        "film": ((320, 320), np.uint8),
        "film_mask": ((320, 320), np.uint8),
        "readings": ((19,), np.int8),
        "jsw_mm": ((2,), np.float32),
    }
    for name, (shape, dtype) in expected.items():
        assert healthy[name].shape == shape and healthy[name].dtype == dtype, name
    assert set(np.unique(healthy["labels"])) <= set(range(14))
    assert set(np.unique(healthy["film_mask"])) <= {0, 1}


def test_slices_run_from_posterior_to_anterior_and_rows_downwards(healthy):
    labels = healthy["labels"]
    depth = {t: centroid(labels == t)[0] for t in (Tissue.FIBULA, Tissue.TIBIA, Tissue.PATELLA)}
    assert depth[Tissue.FIBULA] < depth[Tissue.TIBIA] < depth[Tissue.PATELLA]
    row = {t: centroid(labels == t)[1] for t in (Tissue.FEMUR, Tissue.TIBIA)}
    assert row[Tissue.FEMUR] < 127 < row[Tissue.TIBIA]


@pytest.mark.parametrize("side", ["R", "L"])
def test_either_side_is_stored_as_a_right_knee_with_the_fibula_on_the_left(side):
    person = draw_person(5, readings=HEALTHY, side=side)
    labels = make_knee(procedural_atlas(), procedural_landmarks(), person)["labels"]
    assert centroid(labels == Tissue.FIBULA)[2] < centroid(labels == Tissue.TIBIA)[2]


def test_tissues_have_the_grey_levels_of_a_dess_slice(healthy):
    mean = {t: healthy["mri"][healthy["labels"] == t].mean() for t in np.unique(healthy["labels"])}
    # Ranges read off a real mid-knee slice, widened by the bias field.
    assert 8 < mean[Tissue.BACKGROUND] < 20
    assert 15 < mean[Tissue.FEMUR] < 38
    assert 28 < mean[Tissue.FAT] < 55
    assert 120 < mean[Tissue.FEMORAL_CARTILAGE] < 175
    assert 130 < mean[Tissue.MUSCLE] < 180


def test_first_and_last_slices_show_tissue(healthy):
    for end in (0, -1):
        assert (healthy["labels"][end] != Tissue.BACKGROUND).mean() > 0.1


def test_bone_is_bright_on_the_film_and_the_joint_line_at_its_middle():
    person = draw_person(5, readings=HEALTHY, side="R")
    knee = Knee(procedural_atlas(), procedural_landmarks(), person)
    straight = replace(draw_view(np.random.default_rng(0)), tilt=0.0, turn=0.0, roll=0.0, scale=1.0)
    density = project(knee, straight, np.random.default_rng(0))
    condyle, flesh, air = density[150, 125], density[150, 85], density[150, 3]
    assert condyle > 1.4 * flesh > 0.5 > 0.01 > air
    # The joint line is the dip of density between the two bones, 12 to 28 mm off the middle.
    columns = [*range(116, 142), *range(179, 205)]
    profile = density[140:180, columns].mean(1)
    assert abs(140 + int(profile.argmin()) - 159.5) * 0.625 < 5.0


def test_the_film_is_zero_where_its_mask_has_no_data():
    made = [
        render_film(
            Knee(procedural_atlas(), procedural_landmarks(), draw_person(seed)),
            np.random.default_rng(seed),
        )
        for seed in range(6)
    ]
    assert any((mask == 0).any() for _, mask, _ in made)
    for film, mask, _ in made:
        assert (film[mask == 0] == 0).all()
        assert mask[159:161, 159:161].all() and film[mask == 1].max() > 150


def test_a_population_resumes_and_lists_its_splits(tmp_path):
    arguments = ["--source", "procedural", "--out", str(tmp_path), "--workers", "1", "--seed", "3"]
    assert cli.main([*arguments, "--count", "1"]) == 0
    first = tmp_path / "knee_00000.npz"
    written = first.stat().st_mtime_ns
    assert cli.main([*arguments, "--count", "2"]) == 0
    assert first.stat().st_mtime_ns == written
    index = json.loads((tmp_path / "index.json").read_text())
    assert [knee["id"] for knee in index["knees"]] == [0, 1]
    with np.load(tmp_path / "knee_00001.npz") as data:
        meta = json.loads(str(data["meta"]))
        assert meta["person_id"] == 1 and meta["side"] in ("L", "R")
        assert encode_readings(data["readings"]).shape == (84,)
        assert montage(data["mri"], data["film"]).shape == (256, 9 * 256)
    assert not list(tmp_path.glob(".*"))


def test_an_anatomy_folder_without_files_is_named_in_a_sentence(tmp_path, capsys):
    status = cli.main(["--anatomy", str(tmp_path), "--out", str(tmp_path / "o"), "--count", "1"])
    assert status == 1
    assert "knee-dess-right-label.nrrd" in capsys.readouterr().err


def test_a_larger_population_keeps_its_test_knees():
    tests = [i for i in range(2000) if split_of(i, 2000, 1) == "test"]
    assert tests == [i for i in range(500) if split_of(i, 500, 1) == "test"] == list(range(100))
    assert sum(split_of(i, 10, 1) == "test" for i in range(10)) == 2
