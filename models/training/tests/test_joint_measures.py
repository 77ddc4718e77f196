"""Joint-space width and convergence angle on phantoms whose values are known by construction."""

import numpy as np
import pytest

from knee_synth.geometry import SLICE_PIXEL_MM, slice_depths_mm
from knee_synth.measures.joint import joint_line_convergence_deg, joint_space_widths_mm
from knee_synth.simulate.labels import Tissue

HALF_SPREAD_MM, RADIUS_MM = 21.0, 22.0


def phantom(femur_deg=0.0, tibia_deg=0.0, gap_mm=5.0):
    """Two cylindrical condyles on a line tilted by `femur_deg`, over a plane tilted by `tibia_deg`.

    Positive angles bring the medial side down. `gap_mm` is the distance in the middle between the
    line that touches both condyles from below and the plane.
    """
    shape = (50, 256, 256)
    place = (np.arange(256) - 127.5) * SLICE_PIXEL_MM
    rows, across = np.meshgrid(place, place, indexing="ij")
    tilt = np.radians(femur_deg)
    femur = np.zeros(rows.shape, bool)
    for sign in (1, -1):
        x, y = sign * HALF_SPREAD_MM * np.cos(tilt), sign * HALF_SPREAD_MM * np.sin(tilt)
        femur |= np.hypot(across - x, rows - y + RADIUS_MM) <= RADIUS_MM
    tibia = (rows >= gap_mm + across * np.tan(np.radians(tibia_deg))) & (np.abs(across) < 38)
    picture = np.where(femur, Tissue.FEMUR, np.where(tibia, Tissue.TIBIA, 0)).astype(np.uint8)
    return np.broadcast_to(picture, shape).copy()


@pytest.mark.parametrize("gap_mm", [0.7, 2.0, 4.6, 6.1])
def test_the_width_is_the_gap_of_parallel_bones(gap_mm):
    # Edges are known to half a pixel each.
    assert joint_space_widths_mm(phantom(gap_mm=gap_mm)) == pytest.approx((gap_mm,) * 2, abs=0.4)


def test_medial_is_at_the_larger_columns():
    medial, lateral = joint_space_widths_mm(phantom(femur_deg=4.0, gap_mm=4.0))
    # The condyles' lowest points move by 21 mm x sin(4 degrees) = 1.46 mm.
    assert medial == pytest.approx(4.0 - 1.46, abs=0.4)
    assert lateral == pytest.approx(4.0 + 1.46, abs=0.4)


@pytest.mark.parametrize("femur_deg", [-5.0, -1.0, 0.0, 2.0, 6.0])
@pytest.mark.parametrize("tibia_deg", [-3.0, 0.0, 2.5])
def test_the_convergence_is_the_angle_between_both_lines_and_opens_laterally(femur_deg, tibia_deg):
    measured = joint_line_convergence_deg(phantom(femur_deg, tibia_deg, gap_mm=8.0))
    assert measured == pytest.approx(femur_deg - tibia_deg, abs=0.35)


def test_single_pixels_change_nothing():
    clean = phantom()
    specks = clean.copy()
    specks[24, 133, 165] = Tissue.FEMUR
    specks[26, 128, 90] = Tissue.TIBIA
    assert joint_space_widths_mm(specks) == joint_space_widths_mm(clean)
    assert joint_line_convergence_deg(specks) == pytest.approx(joint_line_convergence_deg(clean))


def test_bones_that_touch_leave_no_space():
    assert joint_space_widths_mm(phantom(gap_mm=-1.0)) == (0.0, 0.0)


def test_a_compartment_without_bone_has_no_measure():
    labels = phantom()
    labels[:, :, 140:] = 0
    medial, lateral = joint_space_widths_mm(labels)
    assert np.isnan(medial) and lateral == pytest.approx(5.0, abs=0.4)
    assert np.isnan(joint_line_convergence_deg(labels))


def test_only_the_weight_bearing_slices_count():
    labels = phantom()
    outside = np.abs(slice_depths_mm()) > 13
    labels[outside, 100:160] = Tissue.FEMUR
    assert joint_space_widths_mm(labels) == joint_space_widths_mm(phantom())


def test_a_picture_is_no_volume():
    with pytest.raises(ValueError, match="slices, rows and columns"):
        joint_space_widths_mm(np.zeros((256, 256), np.uint8))
