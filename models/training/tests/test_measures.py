"""Image measures against hand calculations."""

import numpy as np
import pytest

from knee_synth.evaluate.measures import psnr, ssim
from knee_synth.evaluate.synthesis import depth_agreement, paired_tests, slice_change


def test_psnr_of_a_constant_error():
    # 0.1 off everywhere: -10 log10(0.01) = 20 dB.
    assert psnr(np.full((2, 8, 8), 0.6), np.full((2, 8, 8), 0.5)) == pytest.approx(20)


def test_ssim_is_1_for_equal_slices_and_small_for_noise():
    noise = np.random.default_rng(0).random((2, 2, 32, 32))
    assert ssim(noise[0], noise[0]) == pytest.approx(1)
    assert abs(ssim(noise[0], noise[1])) < 0.2


def test_depth_agreement_counts_slices_near_their_place():
    truth = np.eye(10)[:, None, :] * 1.0
    assert depth_agreement(truth, truth) == 1
    assert depth_agreement(np.roll(truth, 1, axis=0), truth) == pytest.approx(0.9)
    assert depth_agreement(np.roll(truth, 5, axis=0), truth) == 0


def test_slice_change_is_the_mean_difference_of_neighbours():
    volume = np.array([0.0, 1.0, 0.5])[:, None, None] * np.ones((3, 4, 4))
    assert slice_change(volume) == pytest.approx(0.75)


def test_the_paired_test_sees_a_gain_and_no_gain():
    names = ("psnr", "ssim")
    rows = [
        {
            **{name: 10.0 + i for name in names},
            **{f"{name}_wrong_patient": 8.0 + i - 0.1 * i for name in names},
            **{f"{name}_mean_volume": 11.0 + 1.1 * i for name in names},
        }
        for i in range(8)
    ]
    tests = paired_tests(rows)
    # All 8 differences positive: p = 1 / 2^8.
    assert tests["psnr_above_wrong_patient"]["p"] == pytest.approx(1 / 256)
    assert tests["ssim_above_mean_volume"]["p"] > 0.9
    assert paired_tests(rows[:3])["psnr_above_mean_volume"]["p"] is None
