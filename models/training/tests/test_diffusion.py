"""Schedule, solvers and noise against diffusers, MONAI and the Random123 vectors."""

import numpy as np
import pytest
import torch
from monai.networks.nets.diffusion_model_unet import get_timestep_embedding
from reference_fixtures import (
    PHILOX_VECTORS,
    START,
    STEPS,
    model_v,
    reference_run,
    reference_schedulers,
)

from knee_synth.diffusion import (
    SOLVERS,
    NoiseSchedule,
    make_solver,
    philox4x32,
    slice_noise,
    stream_normals,
    time_embedding,
    trailing_timesteps,
)


@pytest.mark.parametrize(("counter", "key", "words"), PHILOX_VECTORS)
def test_philox_gives_the_known_answers_of_random123(counter, key, words):
    result = philox4x32(np.array([counter], dtype=np.uint64), tuple(key))
    assert [f"{int(word):08x}" for word in result[0]] == words


def test_normals_have_unit_variance_and_differ_by_seed_stream_and_sample():
    first = stream_normals(1, 2, 40_000)
    others = [
        stream_normals(2, 2, 40_000),
        stream_normals(1, 3, 40_000),
        stream_normals(1, 2, 40_000, sample=1),
        stream_normals(1 + 2**32, 2, 40_000),
    ]
    assert abs(first.mean()) < 0.02
    assert abs(first.std() - 1) < 0.02
    for other in others:
        assert abs(np.corrcoef(first, other)[0, 1]) < 0.03


def test_a_stream_does_not_depend_on_how_much_of_it_is_asked_for():
    assert np.array_equal(stream_normals(7, 1, 1000)[:10], stream_normals(7, 1, 10))


@pytest.mark.parametrize("seed", [-1, 2**53])
def test_a_seed_outside_its_range_is_refused(seed):
    with pytest.raises(ValueError, match="seed"):
        stream_normals(seed, 0, 4)


def test_slice_noise_is_the_same_at_a_depth_in_any_series():
    few = slice_noise(3, np.array([-10.0, 12.5]), 40.0, (4, 8, 8))
    many = slice_noise(3, np.linspace(-10.0, 12.5, 46), 40.0, (4, 8, 8))
    assert np.array_equal(few[0], many[0])
    assert np.array_equal(few[1], many[-1])


def test_slice_noise_correlates_with_the_cosine_of_the_distance_and_keeps_unit_variance():
    # Knots lie at multiples of 40 mm (1000 is one), so depths 0 to 40 share two of them.
    noise = slice_noise(5, np.array([0.0, 10.0, 20.0, 40.0]), 40.0, (4, 64, 64)).reshape(4, -1)
    assert np.allclose(noise.std(axis=1), 1, atol=0.02)
    correlations = np.corrcoef(noise)[0, 1:]
    assert np.allclose(correlations, np.cos(np.array([0.25, 0.5, 1.0]) * np.pi / 2), atol=0.03)


def test_slice_noise_has_the_scale_asked_for():
    depths, shape = np.array([-7.0, 0.0, 13.0]), (4, 64, 64)
    whole, half = (slice_noise(5, depths, 40.0, shape, scale=scale) for scale in (1.0, 0.5))
    assert half.dtype == np.float32 and np.array_equal(half, whole / 2)


def test_the_schedule_is_the_cosine_one_with_zero_terminal_snr():
    expected = reference_schedulers()["ddim"].alphas_cumprod.numpy()
    assert np.allclose(NoiseSchedule().alphas_cumprod, expected, atol=2e-6)
    assert NoiseSchedule().alphas_cumprod[-1] == 0


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("name", sorted(SOLVERS))
def test_solvers_follow_diffusers_step_by_step(name, steps):
    reference = reference_run(name, steps)
    solver = make_solver(name, NoiseSchedule(), steps)
    assert solver.timesteps.tolist() == reference["timesteps"]
    latent = np.array(START)
    for timestep, expected in zip(solver.timesteps, reference["latents"], strict=True):
        latent = solver.step(model_v(latent, int(timestep)), latent)
        assert np.allclose(latent, expected, atol=2e-5)


def test_a_perfect_model_is_solved_exactly_in_one_step():
    clean = np.array([0.3, -1.2])
    start = np.array([1.0, 2.0])
    for name in SOLVERS:
        solver = make_solver(name, NoiseSchedule(), 1)
        # At zero SNR the latent is pure noise, and v = -z_0.
        assert np.allclose(solver.step(-clean, start), clean, atol=1e-3)


def test_unknown_solvers_and_step_counts_are_refused():
    with pytest.raises(ValueError, match="ddim"):
        make_solver("euler", NoiseSchedule(), 10)
    with pytest.raises(ValueError, match="steps"):
        trailing_timesteps(0)


def test_time_embedding_is_that_of_monai():
    timesteps = np.array([0, 1, 250, 999])
    expected = get_timestep_embedding(torch.from_numpy(timesteps), 128).numpy()
    assert np.allclose(time_embedding(timesteps), expected, atol=1e-4)
