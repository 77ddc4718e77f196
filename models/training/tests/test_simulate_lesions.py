"""Lesions of simulated knees as they show on volume and film, and how the volume is textured."""

import json
from functools import cache

import numpy as np
import pytest
from scipy import ndimage
from simulate_fixtures import procedural_atlas, procedural_landmarks
from skimage.metrics import structural_similarity

from knee_synth.geometry import SLICE_PIXEL_MM
from knee_synth.readings import READINGS
from knee_synth.simulate.film import View2D, project
from knee_synth.simulate.film_extras import collimation, other_leg
from knee_synth.simulate.knee import Knee
from knee_synth.simulate.labels import Tissue
from knee_synth.simulate.mri import mri_lattice, render_mri
from knee_synth.simulate.person import draw_person
from knee_synth.simulate.population import joint_truth
from knee_synth.simulate.readings import draw_readings

HEALTHY = {reading.name: 0 for reading in READINGS}
STRAIGHT = View2D(0.0, 0.0, 0.0, 0.0, 1.0, 1500.0, 55.0)
MEDIAL, LATERAL = slice(128, 256), slice(0, 128)


def knee_with(seed=5, **readings):
    person = draw_person(seed, readings={**HEALTHY, **readings}, side="R")
    return Knee(procedural_atlas(), procedural_landmarks(), person)


@cache
def plain():
    return render_mri(knee_with())


def film_of(knee):
    return project(knee, STRAIGHT, np.random.default_rng(3))


def test_every_grade_is_drawn_often_and_kl_2_is_common():
    drawn = [draw_readings(np.random.default_rng([seed, 2])) for seed in range(2000)]
    for reading in READINGS:
        values = np.array([d[reading.name] for d in drawn])
        for grade in range(reading.low, reading.high + 1):
            assert (values == grade).mean() > 0.022, (reading.name, grade)
    kl = np.bincount([d["XRKL"] for d in drawn]) / len(drawn)
    assert kl == pytest.approx([0.28, 0.14, 0.22, 0.22, 0.14], abs=0.04)


def test_some_knees_have_findings_without_the_others():
    drawn = [draw_readings(np.random.default_rng([seed, 2])) for seed in range(2000)]
    alone = [d["XRKL"] == 0 and d["XRCYTM"] + d["XRSCTL"] + d["XRATTM"] > 0 for d in drawn]
    assert np.mean(alone) > 0.02


@pytest.mark.parametrize(("grade", "length_mm"), [(1, 2.6), (3, 8.6)])
def test_a_medial_osteophyte_stands_as_far_out_as_its_grade_says(grade, length_mm):
    reach, depth = [], []
    for knee in (knee_with(), knee_with(XROSTM=grade)):
        inside = (knee.view(mri_lattice()).everywhere("tibia") < 0).numpy()[:, 130:160]
        depth.append(inside.any(1).sum(1) * SLICE_PIXEL_MM)
        reach.append(np.flatnonzero(inside.any((0, 1))).max() * SLICE_PIXEL_MM)
    assert reach[1] - reach[0] == pytest.approx(length_mm, abs=2.2)
    longer = (depth[1] - depth[0] > 1.0).sum() * 2.2
    assert longer < 34 and (grade == 1 or longer > 15)


def test_attrition_leaves_the_joint_space_as_drawn():
    widths = np.array([knee_with(XRATTM=grade).joint_space_mm for grade in range(4)])
    assert np.ptp(widths, axis=0).max() < 0.1


def test_sclerosis_is_darker_in_the_volume_and_denser_on_the_film():
    knee = knee_with(XRSCTM=3)
    changed = render_mri(knee)[0].astype(int) - plain()[0]
    assert (changed[:, :, MEDIAL] < -8).sum() > 1000 > 50 > (changed[:, :, LATERAL] < -8).sum()
    denser = film_of(knee) - film_of(knee_with())
    assert denser[:, 160:].max() > 0.15 and abs(denser[:, :150]).max() < 0.02


def test_a_cyst_is_lucent_on_the_film_unless_it_is_one_that_films_miss():
    found, hidden = 0, 0
    for seed in range(5, 9):
        knee = knee_with(seed, XRCYTM=1)
        change = film_of(knee) - film_of(knee_with(seed))
        if knee.lesions.cysts["T"][0].hidden:
            hidden += 1
            assert abs(change).max() < 1e-6
        else:
            found += 1
            assert change[:, 160:].min() < -0.03
    assert found > hidden


def test_chalk_is_a_dark_line_in_the_cartilage_of_its_own_compartment():
    volume, labels = render_mri(knee_with(XRCHM=1))
    darker = (volume.astype(int) - plain()[0] < -40) & (labels == Tissue.FEMORAL_CARTILAGE)
    assert darker[:, :, MEDIAL].sum() > 100 * max(1, darker[:, :, LATERAL].sum() / 2)


def test_the_texture_is_calm_enough_for_a_compressed_picture():
    scores = []
    for picture in plain()[0][5:45:8] / 255.0:
        soft = ndimage.gaussian_filter(picture, 1.2)
        scores.append(
            structural_similarity(
                picture, soft, data_range=1.0, gaussian_weights=True, use_sample_covariance=False
            )
        )
    assert np.mean(scores) > 0.88


def test_marrow_goes_on_through_neighbouring_slices():
    volume, labels = plain()
    inner = ndimage.binary_erosion(labels == Tissue.FEMUR, np.ones((3, 13, 13)))
    both = inner[24] & inner[25]
    fine = [v - ndimage.gaussian_filter(v, 6) for v in volume[24:26].astype(float)]
    soft = [ndimage.gaussian_filter(v, 1.0)[both] for v in fine]
    assert both.sum() > 200 and np.corrcoef(soft)[0, 1] > 0.3


def test_the_truth_that_is_recorded_is_measured_on_the_classes():
    labels = plain()[1]
    truth = joint_truth(labels)
    assert truth["vertical_jsw_mm"] == pytest.approx(knee_with().joint_space_mm, abs=1.2)
    assert abs(truth["jlca_deg"]) < 4 and json.dumps(truth)
    narrowed = joint_truth(render_mri(knee_with(XRJSM=3))[1])
    # About 4 mm of medial narrowing over the 44 mm between the compartments: 5 degrees.
    assert 3.5 < narrowed["jlca_deg"] - truth["jlca_deg"] < 7.5


def test_the_other_leg_enters_at_the_medial_border_only():
    legs = [other_leg((320, 320), 0.625, np.random.default_rng(seed)) for seed in range(60)]
    seen = [leg for leg in legs if leg.any()]
    assert 3 < len(seen) < 30
    assert all(leg[:, :200].max() == 0 and leg[:, -1].mean() > 0 for leg in seen)


def test_collimation_keeps_the_joint():
    masks = [collimation((320, 320), 0.625, np.random.default_rng(seed)) for seed in range(40)]
    assert any(not mask.all() for mask in masks)
    assert all(mask[100:220, 100:220].all() for mask in masks)
