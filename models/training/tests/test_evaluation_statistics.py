"""Statistics over knees against hand calculations and normal theory."""

import math

import numpy as np
import pytest

from knee_synth.evaluate.statistics import agreement, cohens_d, mean_interval, paired_gain


def test_the_interval_of_a_mean_is_that_of_normal_theory():
    values = np.random.default_rng(0).normal(5, 2, 400)
    figures = mean_interval(values.tolist())
    half = 1.96 * values.std() / math.sqrt(400)
    assert figures["mean"] == pytest.approx(values.mean())
    assert figures["low"] == pytest.approx(values.mean() - half, abs=0.05 * half * 2)
    assert figures["high"] == pytest.approx(values.mean() + half, abs=0.05 * half * 2)
    assert figures["knees"] == 400


def test_unknown_values_are_left_out_and_few_knees_have_no_interval():
    figures = mean_interval([1.0, None, 3.0, float("nan")])
    assert figures == {"mean": 2.0, "low": None, "high": None, "knees": 2}
    assert mean_interval([None])["mean"] is None


def test_the_paired_test_sees_a_gain_and_no_gain():
    better = paired_gain([10.0 + i for i in range(8)], [8.0 + 0.9 * i for i in range(8)])
    # All 8 differences positive: p = 1 / 2^8.
    assert better["p"] == pytest.approx(1 / 256)
    assert better["mean"] == pytest.approx(2.35)
    worse = paired_gain([10.0 + i for i in range(8)], [11.0 + 1.1 * i for i in range(8)])
    assert worse["p"] > 0.9
    assert paired_gain([2.0, 3.0], [1.0, 1.0])["p"] is None
    assert paired_gain([1.0] * 8, [1.0] * 8)["p"] is None


def test_agreement_of_a_biased_measurement():
    truth = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, None]
    measured = [1.5, 2.7, 3.5, 4.7, 5.5, 6.7, 9.0]
    figures = agreement(measured, truth)
    # Differences 0.5 and 0.7 in turn: mean 0.6, standard deviation sqrt(6 * 0.01 / 5).
    spread = 1.96 * math.sqrt(0.012)
    assert figures["bias"] == pytest.approx(0.6)
    assert figures["mean_absolute_error"] == pytest.approx(0.6)
    assert figures["limits"] == pytest.approx([0.6 - spread, 0.6 + spread])
    assert figures["r"] == pytest.approx(np.corrcoef(truth[:6], measured[:6])[0, 1])
    low, high = figures["r_interval"]
    assert low <= figures["r"] <= high <= 1
    assert (figures["knees"], figures["not_measurable"]) == (6, 1)


def test_a_constant_measurement_has_no_correlation():
    figures = agreement([2.0] * 8, [float(i) for i in range(8)])
    assert figures["r"] is None
    assert figures["mean_absolute_error"] == pytest.approx(18 / 8)  # 2 1 0 1 2 3 4 5


def test_cohens_d_is_the_difference_in_standard_deviations():
    # Both deviations are 2, the means 3 apart.
    first, second = [0.0, 2.0, 4.0], [3.0, 5.0, 7.0]
    assert cohens_d(first, second) == pytest.approx(1.5)
    assert cohens_d(second, first) == pytest.approx(-1.5)
    assert cohens_d([1.0, 1.0], [2.0, 2.0]) is None
