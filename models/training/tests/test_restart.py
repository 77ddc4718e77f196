"""Restart of the sampling."""

import numpy as np
import pytest
import torch
from diffusers import DDIMScheduler

from knee_synth.diffusion import DdimSolver, NoiseSchedule, Restart, slice_noise
from knee_synth.diffusion.noise import RESTART_DRAW
from knee_synth.sample import SamplerNetworks, SamplingOptions, VolumeSampler


def test_it_goes_down_in_even_steps_with_halves_rounded_up() -> None:
    assert Restart(300, 4, 6.0).timesteps.tolist() == [300, 225, 150, 75]
    assert Restart(300, 8, 6.0).timesteps.tolist() == [300, 263, 225, 188, 150, 113, 75, 38]
    assert Restart(1, 1, 6.0).timesteps.tolist() == [1]


def test_it_adds_noise_as_diffusers_does() -> None:
    scheduler = DDIMScheduler(
        1000, beta_schedule="squaredcos_cap_v2", rescale_betas_zero_snr=True, clip_sample=False
    )
    clean, noise = np.random.default_rng(2).standard_normal((2, 3, 4, 8, 8)).astype(np.float32)
    expected = scheduler.add_noise(
        torch.from_numpy(clean), torch.from_numpy(noise), torch.full((3,), 300)
    )
    found = Restart(300, 4, 6.0).renoised(clean, noise, NoiseSchedule())
    assert np.allclose(found, expected.numpy(), atol=1e-5)


def test_its_noise_is_independent_of_the_initial_one() -> None:
    shape = (4, 32, 32)
    first, again = (
        slice_noise(11, np.zeros(1), 40.0, shape, draw=draw)[0] for draw in (0, RESTART_DRAW)
    )
    # The correlation of 4096 independent normals has a deviation of 1/64.
    assert abs(np.corrcoef(first.ravel(), again.ravel())[0, 1]) < 4 / 64
    assert np.array_equal(first, slice_noise(11, np.zeros(1), 40.0, shape)[0])


def test_latents_that_vary_by_chance_get_their_spread_back() -> None:
    """Of latents that are N(0, 0.2^2) the mean is all that a network without noise would draw. The
    exact network gives them after a restart the share of their spread that the timestep decides."""
    schedule, spread = NoiseSchedule(), 0.2
    restart = Restart(600, 200, 6.0)
    solver = DdimSolver(schedule, restart.timesteps)
    noise = np.random.default_rng(3).standard_normal(20_000)
    latent = restart.renoised(np.zeros(20_000), noise, schedule)
    for timestep in solver.timesteps:
        alpha, sigma = schedule.alpha[timestep], schedule.sigma[timestep]
        total = (alpha * spread) ** 2 + sigma**2
        clean = alpha * spread**2 / total * latent
        latent = solver.step((alpha * latent - clean) / sigma, latent)
    # The probability flow scales a Gaussian: by `spread` over its deviation at the timestep.
    alpha, sigma = schedule.alpha[600], schedule.sigma[600]
    expected = spread * sigma / np.hypot(alpha * spread, sigma)
    assert latent.std() == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize(
    ("restart", "message"),
    [((999, 4, 6.0), "1 to 998"), ((3, 4, 6.0), "4 steps"), ((300, 4, 0.0), "above 0")],
)
def test_what_cannot_be_is_refused(restart: tuple[int, int, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Restart(*restart)


def test_it_is_read_from_the_command_line_and_from_metadata() -> None:
    assert Restart.parse("300,4,6") == Restart(300, 4, 6.0)
    assert Restart.parse("none") is None and Restart.of(None) is None
    section = {"timestep": 300, "steps": 4, "correlation_mm": 6.0}
    assert Restart.of(section) == Restart(300, 4, 6.0)
    with pytest.raises(ValueError, match="timestep,steps,mm"):
        Restart.parse("300")


def networks_that_know(
    value: float, asked: list[int], restart: Restart | None, seen: list[np.ndarray] | None = None
) -> SamplerNetworks:
    """Networks whose denoiser draws a latent of `value` and notes the timesteps."""
    schedule = NoiseSchedule()
    slowest = 10_000 ** (-63 / 64)

    def denoiser(inputs: dict[str, np.ndarray]) -> np.ndarray:
        """v; the last number of the time embedding is the slowest sine."""
        timestep = round(float(np.arcsin(inputs["time_embedding"][0, -1])) / slowest)
        asked.append(timestep)
        if seen is not None:
            seen.append(inputs["noisy_latent"])
        alpha, sigma = schedule.alpha[timestep], schedule.sigma[timestep]
        latent = inputs["noisy_latent"]
        return alpha * (latent - alpha * value) / sigma - sigma * value

    return SamplerNetworks(
        xray_encoder=lambda inputs: inputs["radiograph"],
        denoiser=denoiser,
        decoder=lambda inputs: inputs["latent"],
        latent_channels=1,
        latent_scale=1.0,
        correlation_mm=40.0,
        noise_scale=0.5,
        restart=restart,
    )


def test_a_sampler_restarts_where_its_networks_ask_for_it() -> None:
    asked: list[int] = []
    sampler = VolumeSampler(networks_that_know(0.7, asked, Restart(200, 2, 6.0)))
    found = sampler.sample(None, None, SamplingOptions(steps=2), np.array([0.0, 5.0]))
    assert asked == [999, 499, 200, 100]
    assert np.allclose(found, 0.7, atol=1e-3)


DEPTHS_MM = np.array([0.0, 5.0])


def redrawn(networks: SamplerNetworks, latents: np.ndarray) -> np.ndarray:
    film, grades = np.zeros((1, 2, 224, 224), np.float32), np.zeros(19, np.int64)
    options = SamplingOptions(seed=11)
    return VolumeSampler(networks).redraw(latents, film, grades, options, DEPTHS_MM)


def test_latents_are_redrawn_by_the_restart_alone() -> None:
    asked: list[int] = []
    seen: list[np.ndarray] = []
    latents = np.random.default_rng(4).standard_normal((2, 1, 32, 32)).astype(np.float32)
    found = redrawn(networks_that_know(0.7, asked, Restart(200, 2, 6.0), seen), latents)
    assert asked == [200, 100]
    noise = slice_noise(11, DEPTHS_MM, 6.0, (1, 32, 32), draw=RESTART_DRAW)
    scheduler = DDIMScheduler(
        1000, beta_schedule="squaredcos_cap_v2", rescale_betas_zero_snr=True, clip_sample=False
    )
    begun = scheduler.add_noise(
        torch.from_numpy(latents), torch.from_numpy(noise), torch.full((2,), 200)
    )
    assert np.allclose(seen[0], begun.numpy(), atol=1e-5)
    assert found.shape == (2, 32, 32) and np.allclose(found, 0.7, atol=1e-3)


def test_networks_without_a_restart_redraw_nothing() -> None:
    with pytest.raises(ValueError, match="no restart"):
        redrawn(networks_that_know(0.7, [], None), np.zeros((2, 1, 32, 32), np.float32))
