"""How simulated films are taken: the rays of a view, the bones' pose at a flexion."""

from dataclasses import replace

import numpy as np
import pytest
from simulate_fixtures import procedural_atlas, procedural_landmarks

from knee_synth.readings import READINGS
from knee_synth.simulate.film import SAMPLE_MM, TRAINING_FRAME, View2D, draw_view, film_lattice
from knee_synth.simulate.knee import Knee
from knee_synth.simulate.person import draw_person
from knee_synth.simulate.pose import PosedJoint

STRAIGHT = View2D(0.0, 0.0, 0.0, 0.0, 1.0, 1500.0, 55.0)
MIDDLE = (TRAINING_FRAME.rows - 1) // 2


def rays(**changes: float) -> np.ndarray:
    """Points (anterior, inferior, left) of the coarse lattice: along the beam, rows, columns."""
    return film_lattice(replace(STRAIGHT, **changes), TRAINING_FRAME).points.numpy()


def middle_ray(**changes: float) -> np.ndarray:
    points = rays(**changes)
    rows, columns = points.shape[1:3]
    assert rows % 2 == columns % 2 == 0  # the middle lies between two coarse samples
    inner = points[:, rows // 2 - 1 : rows // 2 + 1, columns // 2 - 1 : columns // 2 + 1]
    return inner.mean((1, 2))


def direction_deg(**changes: float) -> tuple[float, float]:
    """Downward and leftward angle of the middle ray on its way from back to front."""
    ray = middle_ray(**changes)
    ahead, down, left = ray[-1] - ray[0]
    return tuple(np.degrees(np.arctan2((down, left), ahead)))


def test_the_middle_ray_runs_through_the_joint_centre_from_back_to_front():
    ray = middle_ray()
    assert ray[0, 0] == pytest.approx(-112, abs=1) and ray[-1, 0] == pytest.approx(112, abs=1)
    assert np.abs(ray[:, 1:]).max() < 1e-3


def test_the_beam_is_tilted_towards_the_feet_and_turned_about_the_leg():
    """A caudal beam comes from behind and above, and goes down on its way to the front."""
    assert direction_deg(tilt=10.0) == pytest.approx((10, 0), abs=0.01)
    assert direction_deg(turn=5.0)[0] == pytest.approx(0, abs=0.01)
    assert abs(direction_deg(turn=5.0)[1]) == pytest.approx(5, abs=0.01)


def test_of_a_view_from_behind_what_lies_in_front_is_drawn_smaller():
    """The source is 1500 mm behind the joint: rays are 1560 / 1500 as far apart 60 mm in front."""
    points = rays()
    depth = points[:, 0, 0, 0]
    apart = points[:, 0, -1, 2] - points[:, 0, 0, 2]
    at = np.interp([-60.0, 0.0, 60.0], depth, apart)
    assert at / at[1] == pytest.approx([0.96, 1.0, 1.04], abs=1e-3)


def test_a_scale_above_1_draws_the_knee_larger():
    wide = np.ptp(rays()[7, 0, :, 2])
    assert wide == pytest.approx(SAMPLE_MM * (TRAINING_FRAME.columns - 1), rel=2e-3)
    assert np.ptp(rays(scale=1.25)[7, 0, :, 2]) == pytest.approx(wide / 1.25, rel=1e-5)


def test_a_roll_turns_the_picture_and_leaves_the_beam():
    assert direction_deg(roll=8.0) == pytest.approx((0, 0), abs=0.01)
    row = rays(roll=8.0)[7, 0]
    slope = (row[-1, 1] - row[0, 1]) / (row[-1, 2] - row[0, 2])
    assert abs(np.degrees(np.arctan(slope))) == pytest.approx(8, abs=0.01)


def test_views_are_those_of_a_fixed_flexion_film_and_differ():
    views = [draw_view(np.random.default_rng(seed)) for seed in range(200)]
    flexion = np.array([view.flexion for view in views])
    assert 20 < flexion.mean() < 24 and flexion.std() > 4  # protocol: 20 to 30 degrees
    for name in ("tilt", "turn", "roll"):
        assert np.std([getattr(view, name) for view in views]) > 2, name
    assert all(1000 <= view.distance <= 1800 and 44 <= view.energy_kev <= 72 for view in views)


@pytest.fixture(scope="module")
def knee() -> Knee:
    healthy = {reading.name: 0 for reading in READINGS}
    person = draw_person(5, readings={**healthy, "XRJSM": 2}, side="R")
    return Knee(procedural_atlas(), procedural_landmarks(), person)


def test_a_flexed_femur_leans_back_over_the_same_joint_space(knee):
    thigh = np.array([[0.0, -120.0, 0.0], [0.0, -20.0, 0.0]])
    straight, bent = (knee.pose(degrees)[0] for degrees in (0.0, 25.0))
    shafts = [top - bottom for top, bottom in (pose.forward(thigh) for pose in (straight, bent))]
    leans = [np.degrees(np.arctan2(-ahead, -down)) for ahead, down, _ in shafts]
    assert leans[1] - leans[0] == pytest.approx(25, abs=2)  # backwards
    joint = PosedJoint(
        procedural_landmarks().surfaces, knee.deformation, knee.person, knee.lesions.worn_mm
    )
    assert joint.widths(bent) == pytest.approx(knee.person.joint_space_mm, abs=0.06)
