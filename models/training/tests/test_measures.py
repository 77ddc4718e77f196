"""Image measures against hand calculations."""

import math

import numpy as np
import pytest

from knee_synth.evaluate.measures import (
    depth_agreement,
    depth_agreement_by_correlation,
    dice,
    psnr,
    slice_change,
    smooth_slice_change,
    ssim,
)


def test_psnr_of_a_constant_error():
    # 0.1 off everywhere: -10 log10(0.01) = 20 dB.
    assert psnr(np.full((2, 8, 8), 0.6), np.full((2, 8, 8), 0.5)) == pytest.approx(20)


def test_ssim_is_1_for_equal_slices_and_small_for_noise():
    noise = np.random.default_rng(0).random((2, 2, 32, 32))
    assert ssim(noise[0], noise[0]) == pytest.approx(1)
    assert abs(ssim(noise[0], noise[1])) < 0.2


@pytest.mark.parametrize("agreement", [depth_agreement, depth_agreement_by_correlation])
def test_depth_agreement_counts_slices_near_their_place(agreement):
    truth = np.eye(10)[:, None, :] * 1.0
    assert agreement(truth, truth) == 1
    assert agreement(np.roll(truth, 1, axis=0), truth) == pytest.approx(0.9)
    assert agreement(np.roll(truth, 5, axis=0), truth) == 0


def test_depth_by_correlation_ignores_brightness_and_contrast():
    truth = np.random.default_rng(1).random((10, 6, 6)) + np.linspace(0, 4, 10)[:, None, None]
    dimmed = 0.2 * truth
    assert depth_agreement_by_correlation(dimmed, truth) == 1
    # The darkest true slices lie nearest to all of the dimmed ones.
    assert depth_agreement(dimmed, truth) < 0.5


def test_slice_change_is_the_mean_difference_of_neighbours():
    volume = np.array([0.0, 1.0, 0.5])[:, None, None] * np.ones((3, 4, 4))
    assert slice_change(volume) == pytest.approx(0.75)
    assert smooth_slice_change(volume) == pytest.approx(0.75)


def test_smooth_slice_change_leaves_noise_out():
    noise = np.random.default_rng(2).normal(0, 0.1, (20, 64, 64))
    # Independent neighbours differ by a normal of 0.1 sqrt(2): mean size 0.2 / sqrt(pi).
    assert slice_change(noise) == pytest.approx(0.2 / math.sqrt(math.pi), rel=0.02)
    # A Gaussian of s pixels leaves 1 / (2 s sqrt(pi)) of white noise's deviation: 0.188 at 1.5.
    assert smooth_slice_change(noise) / slice_change(noise) == pytest.approx(0.188, rel=0.06)


def test_dice_of_two_shifted_squares():
    found, truth = np.zeros((2, 10, 10), dtype=bool)
    found[2:6, 2:6] = True
    truth[2:6, 4:8] = True
    # 16 pixels each, 8 in common.
    assert dice(found, truth) == pytest.approx(0.5)
    assert math.isnan(dice(found & False, truth & False))
