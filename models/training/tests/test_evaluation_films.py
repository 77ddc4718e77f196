"""The other films of a knee that the evaluation samples from, on a disc."""

import numpy as np
import pytest

from knee_synth.data import central_radiograph
from knee_synth.evaluate.parts.films import RANDOM, drawn_film, scaled_film

MASK = np.ones((320, 320), np.uint8)


def disc() -> np.ndarray:
    """A bright disc of 25 mm radius on dark grey, in the middle of a film of 200 mm."""
    offsets = np.arange(320) - 159.5
    distance = np.hypot(offsets[:, None], offsets) * 0.625
    return np.where(distance < 25, 200, 40).astype(np.uint8)


def bright(radiograph: np.ndarray) -> np.ndarray:
    return radiograph[0, 0] > 0


def test_a_film_at_its_own_scale_is_the_one_as_prepared():
    assert np.array_equal(scaled_film(disc(), MASK, 1.0), central_radiograph(disc(), MASK))


@pytest.mark.parametrize("scale", [0.95, 1.05])
def test_what_lies_in_a_larger_region_looks_smaller(scale):
    area = bright(scaled_film(disc(), MASK, scale)).sum()
    # Radius in pixels of 140 mm by 224, magnified the other way round.
    assert area == pytest.approx(np.pi * (25 / 0.625 / scale) ** 2, rel=0.02)


@pytest.mark.parametrize("name", ["exposure_sharpness_and_noise", "side_marker"])
def test_exposure_and_marker_leave_the_knee_where_it_is(name):
    rows, columns = np.nonzero(bright(drawn_film(disc(), MASK, RANDOM[name], 5))[60:164, 60:164])
    assert (rows.mean(), columns.mean()) == pytest.approx((51.5, 51.5), abs=0.5)


def test_shift_and_turn_leave_the_grey_levels_as_they_are():
    drawn = drawn_film(disc(), MASK, RANDOM["shift_and_turn"], 5)
    plain = central_radiograph(disc(), MASK)
    assert bright(drawn).sum() == pytest.approx(bright(plain).sum(), rel=0.02)
    assert not np.array_equal(drawn, plain)


def test_a_crop_takes_data_away():
    drawn = drawn_film(disc(), MASK, RANDOM["collimation_or_tight_crop"], 5)
    assert 0.2 < drawn[0, 1].mean() < 1
