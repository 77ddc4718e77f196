"""The critic of decoded slices."""

import numpy as np
import pytest
import torch

from knee_synth.training.critic import Critic
from knee_synth.training.workers import Workers


def slices(generator: torch.Generator, sharp: bool) -> torch.Tensor:
    """Stripes of 8 pixels at a random place, with edges or as waves."""
    phase = torch.rand((4, 1, 1, 1), generator=generator) * 2 * np.pi
    wave = torch.sin(torch.arange(64) * 2 * np.pi / 16 + phase).expand(-1, 1, 64, -1)
    return 1 + (wave.sign() if sharp else wave)


def test_it_learns_to_tell_edges_from_slopes_and_asks_for_them() -> None:
    torch.manual_seed(1)
    generator = torch.Generator().manual_seed(2)
    critic = Critic(torch.device("cpu"), Workers())
    for _ in range(60):
        critic.learn(slices(generator, sharp=True), slices(generator, sharp=False))
    assert critic.last_loss < 0.5
    smooth = slices(generator, sharp=False).requires_grad_()
    critic.loss(smooth).backward()
    stepped = smooth.detach() - 20 * smooth.grad
    with torch.no_grad():
        assert critic._scores(stepped).mean() > critic._scores(smooth).mean()


@pytest.mark.parametrize(("steps", "rise"), [(0, 0.0), (150, 0.5), (9000, 1.0)])
def test_its_gradient_is_as_long_as_a_mean_absolute_error_s_once_it_has_learnt(
    steps: int, rise: float
) -> None:
    torch.manual_seed(1)
    critic = Critic(torch.device("cpu"), Workers())
    critic.steps = steps
    picture = torch.rand(2, 1, 64, 64).requires_grad_()
    (expected,) = torch.autograd.grad((picture - 2).abs().mean(), picture)
    (found,) = torch.autograd.grad(critic.loss(picture), picture)
    assert float(found.norm()) == pytest.approx(rise * float(expected.norm()), rel=0.02)


def test_it_goes_on_from_a_checkpoint() -> None:
    first, second = (Critic(torch.device("cpu"), Workers()) for _ in range(2))
    picture = torch.rand(2, 1, 64, 64)
    first.learn(picture, 1 - picture)
    second.resume(first.state())
    assert second.steps == 1
    for a, b in zip(first.network.parameters(), second.network.parameters(), strict=True):
        assert torch.equal(a, b)
