"""The radiograph's preprocessing against Pillow and NumPy."""

import numpy as np
import pytest
from reference_fixtures import film, pillow_region

from knee_synth.radiograph import (
    Region,
    network_radiograph,
    normalise_region,
    resample_region,
)


@pytest.mark.parametrize(
    "box",
    [(10.0, 5.0, 66.0, 61.0), (10.25, 5.5, 60.75, 56.0), (-20.5, -11.0, 61.5, 71.0)],
)
def test_resampling_is_pillows_triangle_filter_divided_by_the_films_coverage(box):
    left, top, right, bottom = box
    grey, has_data = resample_region(film(), Region(left, top, right - left, bottom - top))
    expected_grey, expected_data = pillow_region(box)
    assert np.array_equal(has_data, expected_data)
    assert np.allclose(grey, expected_grey, atol=1e-2)


def test_reduction_averages_so_that_a_fine_pattern_leaves_its_mean():
    checker = np.indices((896, 896)).sum(axis=0) % 2 * 100.0
    grey, _ = resample_region(checker, Region(0, 0, 896, 896))
    assert np.allclose(grey[5:-5, 5:-5], 50, atol=1)


def test_percentiles_window_the_grey_levels_and_leave_zero_where_there_is_no_data():
    grey = np.tile(np.arange(224.0), (224, 1))
    has_data = np.ones((224, 224), dtype=bool)
    has_data[:, 112:] = False
    window, mask = normalise_region(grey, has_data)
    low, high = np.percentile(np.tile(np.arange(112.0), (224, 1)), [1, 99])
    assert window[0, 0] == -1 and window[0, 111] == 1
    assert window[7, 50] == pytest.approx(2 * (50 - low) / (high - low) - 1, abs=1e-5)
    assert not window[:, 112:].any()
    assert np.array_equal(mask, has_data)


def test_pixels_behind_the_collimator_count_as_no_data():
    collimated = np.zeros(film().shape, dtype=np.uint8)
    collimated[:, :40] = 1
    network = network_radiograph(film(), Region(0, 0, 80, 61), collimated)
    assert network.shape == (1, 2, 224, 224)
    inner = network[0, 1, 5:-5]
    assert inner[:, 5:108].all() and not inner[:, 116:].any()


def test_a_region_off_the_film_or_without_contrast_is_refused():
    with pytest.raises(ValueError, match="does not touch the film"):
        network_radiograph(film(), Region(500, 500, 50, 50))
    with pytest.raises(ValueError, match="one grey level"):
        network_radiograph(np.full((50, 50), 7), Region(0, 0, 50, 50))
