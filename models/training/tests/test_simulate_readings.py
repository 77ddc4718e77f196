"""Readings of simulated knees: how they are drawn, graded, and seen in the anatomy."""

import numpy as np
import pytest
from simulate_fixtures import procedural_atlas, procedural_landmarks

from knee_synth.readings import READINGS
from knee_synth.simulate.demo_film import render_demo_film
from knee_synth.simulate.knee import Knee
from knee_synth.simulate.labels import Tissue
from knee_synth.simulate.mri import mri_lattice, render_mri
from knee_synth.simulate.person import draw_person
from knee_synth.simulate.readings import draw_readings, kellgren_lawrence

HEALTHY = {reading.name: 0 for reading in READINGS}


def knee_with(seed=5, side="R", **readings):
    person = draw_person(seed, readings={**HEALTHY, **readings}, side=side)
    return Knee(procedural_atlas(), procedural_landmarks(), person)


@pytest.mark.parametrize(
    ("readings", "grade"),
    [
        ({}, 0),
        ({"XROSTM": 1}, 1),
        ({"XROSTM": 2}, 2),
        ({"XROSTM": 1, "XROSFM": 1}, 2),
        ({"XROSTM": 2, "XRJSM": 1}, 3),
        ({"XROSTM": 2, "XRJSL": 2}, 3),
        ({"XROSTM": 3, "XRJSM": 3}, 4),
        ({"XRJSM": 2}, 1),
    ],
)
def test_kellgren_lawrence_follows_osteophytes_and_narrowing(readings, grade):
    assert kellgren_lawrence({**HEALTHY, **readings}) == grade


def test_drawn_readings_stay_in_range_and_go_together():
    drawn = [draw_readings(np.random.default_rng(seed)) for seed in range(600)]
    for reading in READINGS:
        values = {d[reading.name] for d in drawn}
        assert values == set(range(reading.low, reading.high + 1)), reading.name
    medial = np.array([[d["XRJSM"], d["XROSTM"], d["XROSTL"]] for d in drawn]).T
    together = np.corrcoef(medial)
    assert together[0, 1] > 0.5 > together[0, 2]


@pytest.mark.parametrize(("name", "own", "other"), [("XRJSM", 0, 1), ("XRJSL", 1, 0)])
def test_narrowing_narrows_its_own_compartment_alone(name, own, other):
    widths = np.array([knee_with(**{name: grade}).joint_space_mm for grade in range(4)])
    assert (np.diff(widths[:, own]) < -0.3).all()
    assert np.ptp(widths[:, other]) < 0.1


def smallest_gap_mm(labels, columns):
    """Smallest height (mm) between femur and tibia over columns of the middle slices."""
    gaps = []
    for strip in labels[15:35, :, columns].transpose(0, 2, 1).reshape(-1, labels.shape[1]):
        femur = np.flatnonzero(strip == Tissue.FEMUR)
        tibia = np.flatnonzero(strip == Tissue.TIBIA)
        if len(femur) and len(tibia):
            gaps.append((tibia.min() - femur.max() - 1) * 140 / 256)
    return min(gaps)


def test_the_drawn_volume_shows_the_joint_space_that_is_reported():
    for grade in (0, 3):
        knee = knee_with(XRJSM=grade)
        labels = render_mri(knee)[1]
        seen = [smallest_gap_mm(labels, c) for c in (slice(158, 200), slice(56, 98))]
        # A pixel is 0.55 mm, and the nearest points need not lie above each other.
        assert np.allclose(seen, knee.joint_space_mm, atol=0.9)


@pytest.mark.parametrize("corner", ["FM", "FL", "TM", "TL"])
def test_an_osteophyte_adds_bone_in_its_own_corner_and_more_with_its_grade(corner):
    bone = "femur" if corner[0] == "F" else "tibia"
    own = slice(128, 256) if corner[1] == "M" else slice(0, 128)
    other = slice(0, 128) if corner[1] == "M" else slice(128, 256)
    shapes = []
    for grade in (0, 1, 3):
        inside = knee_with(**{f"XROS{corner}": grade}).view(mri_lattice()).everywhere(bone) < 0
        shapes.append(inside.numpy())
    grown = [shape[:, :, own].sum() for shape in shapes]
    assert grown[0] + 100 < grown[1] < grown[2] - 100
    assert np.array_equal(shapes[0][:, :, other], shapes[2][:, :, other])
    # The new bone is at the joint's margin: within 30 mm of the joint line, away from the middle.
    new = np.argwhere(shapes[2] & ~shapes[0])
    assert (np.abs(new[:, 1] - 127.5) * 140 / 256 < 30).all()
    assert (np.abs(new[:, 2] - 127.5) * 140 / 256 > 15).mean() > 0.9


def test_a_cyst_is_bright_in_its_bone():
    plain, cystic = render_mri(knee_with())[0], render_mri(knee_with(XRCYTM=1))[0]
    brighter = np.argwhere(cystic.astype(int) - plain > 80)
    assert len(brighter) > 20
    assert brighter[:, 1].mean() > 128 and brighter[:, 2].mean() > 140


def test_a_demo_film_tells_where_its_knees_are():
    left, right = knee_with(seed=7, side="L"), knee_with(seed=7, side="R")
    film = render_demo_film([left, right], seed=2, pixel_mm=0.5, inverted=True)
    assert film.pixels.dtype == np.uint16 and film.pixels.max() <= 4095
    assert [knee.side for knee in film.knees] == ["R", "L"]
    _rows, columns = film.pixels.shape
    assert film.knees[0].centre[1] < columns / 2 < film.knees[1].centre[1]
    for knee in film.knees:
        row, column = (int(x) for x in knee.centre)
        shaft = film.pixels[row + 160, column - 6 : column + 6].mean()
        beside = film.pixels[row + 160, 4:20].mean()
        assert shaft < beside - 800
    with pytest.raises(ValueError, match="right and a left"):
        render_demo_film([right, right], seed=2)
