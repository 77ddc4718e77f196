"""Shape of the simulated persons: modes of other bones, one map that does not fold, soft tissue."""

import numpy as np
import pytest
import torch
from scipy.spatial.transform import Rotation
from simulate_fixtures import procedural_atlas, procedural_landmarks

from knee_synth.simulate.atlas import Atlas
from knee_synth.simulate.deformation import LEAST_VOLUME, Deformation
from knee_synth.simulate.field import Field, surface_points
from knee_synth.simulate.knee import Knee
from knee_synth.simulate.person import draw_person
from knee_synth.simulate.shape_fit import BONE_ENDS, align, even
from knee_synth.simulate.soft_variants import personal_fields

PEOPLE = [draw_person(seed) for seed in range(12)]


@pytest.fixture(scope="module")
def deformations():
    return [Deformation(person, procedural_atlas()) for person in PEOPLE]


def test_another_bone_is_laid_over_the_reference_wherever_it_lay():
    femur = even(surface_points(procedural_atlas().fields["femur"]), 2.0)
    turn = Rotation.from_euler("xyz", (4, -6, 5), degrees=True).as_matrix()
    elsewhere = 1.13 * femur @ turn.T + np.array([310.0, -40.0, 7.0])
    placed = align(femur, elsewhere, BONE_ENDS["femur"])
    near = np.abs(femur[:, 1]) < 60
    assert np.linalg.norm(placed - femur, axis=1)[near].max() < 0.5


def test_a_mode_carries_its_persons_surface_to_the_reference():
    modes = procedural_atlas().modes
    assert modes.people == ("deeper", "wider") and modes.bones == ("femur", "tibia")
    apart, _, left = modes.fit_mm.T
    assert (left < 0.5).all() and (left < 0.75 * apart).all()


def test_a_mode_fades_where_there_is_no_bone():
    modes = procedural_atlas().modes
    corners = torch.tensor([[-61.0, 0.0, -65.0], [75.0, 60.0, 65.0], [500.0, 0.0, 0.0]])
    assert modes.combined(np.ones(2), corners).abs().max() < 0.05


def test_no_persons_map_folds(deformations):
    for deformation in deformations:
        draws = np.random.default_rng(0).uniform(-70, 70, (4000, 3))
        points = torch.from_numpy(draws.astype(np.float32))
        step = 2.0
        columns = [
            (
                deformation.displacement(points + step * axis)
                - deformation.displacement(points - step * axis)
            )
            / (2 * step)
            for axis in torch.eye(3)
        ]
        volume = torch.linalg.det(torch.stack(columns, -1) + torch.eye(3))
        assert volume.min() > 0.6 * LEAST_VOLUME


def test_a_persons_map_can_be_undone(deformations):
    points = torch.from_numpy(
        even(surface_points(procedural_atlas().fields["femur"]), 4.0).astype(np.float32)
    )
    points = points[points[:, 1].abs() < 70]
    for deformation in deformations:
        back = deformation.to_reference(deformation.from_reference(points))
        assert (back - points).norm(dim=-1).max() < 0.05


def test_the_drawn_joint_space_is_reached_whatever_the_shape():
    for person in PEOPLE:
        knee = Knee(procedural_atlas(), procedural_landmarks(), person)
        assert np.abs(np.array(knee.joint_space_mm) - person.joint_space_mm).max() < 0.05


def test_displacements_that_a_film_shows_agree_along_its_beam(deformations):
    """Over 30 mm along the beam the in-plane displacement changes less than over 30 mm across."""
    plane = torch.tensor([[0.0, r, c] for r in (-60.0, 60.0) for c in (-55.0, 0.0, 55.0)])

    def change(shift):
        moved = plane + torch.tensor(shift)
        return np.mean(
            [
                (d.displacement(moved) - d.displacement(plane))[:, 1:].norm(dim=-1).mean()
                for d in deformations
            ]
        )

    assert change([0.0, 0.0, 30.0]) > 1.5 * change([30.0, 0.0, 0.0])


def test_depth_follows_height_and_width_of_a_person():
    aspects = np.array([draw_person(seed).aspect for seed in range(300)])
    rest = aspects[:, 0] - aspects[:, 1:].mean(1)
    assert rest.std() < 0.014 < aspects[:, 1].std()
    assert aspects[:, 1].std() == pytest.approx(0.025, rel=0.2)


def test_soft_tissue_lies_between_the_two_people():
    fields = procedural_atlas().fields
    first, second = fields["leg"].values, fields["leg_second"].values
    assert torch.equal(personal_fields(fields, 0.0)["leg"].values, first)
    assert torch.equal(personal_fields(fields, 1.0)["leg"].values, second)
    half = personal_fields(fields, 0.5)["leg"].values
    assert torch.allclose(half, (first + second) / 2, atol=1e-4)
    assert personal_fields(fields, 0.7)["septum"] is fields["septum_second"]


def test_vessels_and_nerve_lie_behind_the_joint_in_fat_of_their_own():
    fields = procedural_atlas().fields
    for name in ("vessels", "nerve"):
        points = torch.from_numpy(surface_points(fields[name]).astype(np.float32))
        beside_the_joint = points[points[:, 1].abs() < 20]
        assert (beside_the_joint[:, 0] < -26).all()
        for solid in ("femur", "tibia", "muscle", "muscle_second"):
            assert fields[solid].sample(points).min() > 0.0, solid


def test_an_atlas_is_the_same_from_its_file(tmp_path):
    atlas = procedural_atlas()
    path = tmp_path / "atlas.npz"
    atlas.save(path)
    read = Atlas.load(path)
    assert read.modes.bones == atlas.modes.bones and read.modes.people == atlas.modes.people
    assert torch.allclose(read.modes.displacement, atlas.modes.displacement, atol=5e-3)
    assert set(read.fields) == set(atlas.fields)
    field: Field = read.fields["hoffa"]
    assert torch.allclose(field.values, atlas.fields["hoffa"].values, atol=0.01)
