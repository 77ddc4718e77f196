"""The patch critic beside the autoencoder: when each of the two learns, and from what."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from knee_synth.networks import AutoencoderConfig
from knee_synth.training.autoencoder import AutoencoderTrainer, AutoencoderTraining
from knee_synth.training.budget import Budget
from knee_synth.training.run_folder import RunFolder
from knee_synth.training.workers import Workers

NETWORKS = AutoencoderConfig(channels=(8, 16), norm_groups=4)
BATCH = 2


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("volumes")
    rng = np.random.default_rng(5)
    for knee_id, split in enumerate(("train", "val")):
        np.savez(
            folder / f"knee_{knee_id:05d}.npz",
            mri=rng.integers(0, 256, (50, 256, 256), np.uint8),
            meta=np.array(json.dumps({"split": split})),
        )
    return folder


def trainer(cache: Path, run: Path, adversarial_weight: float) -> AutoencoderTrainer:
    training = AutoencoderTraining(
        batch=BATCH, crop=64, adversarial_weight=adversarial_weight, validation_slices=2
    )
    return AutoencoderTrainer(
        RunFolder(run), cache, NETWORKS, training, Budget(1, None, warmup_steps=1), Workers()
    )


def weights_of(network: nn.Module) -> list[torch.Tensor]:
    return [parameter.detach().clone() for parameter in network.parameters()]


def same(network: nn.Module, weights: list[torch.Tensor]) -> bool:
    return all(map(torch.equal, weights_of(network), weights))


def test_the_critic_learns_first_and_the_autoencoder_from_the_critic_that_it_became(
    cache: Path, tmp_path: Path
) -> None:
    trained = trainer(cache, tmp_path, adversarial_weight=0.1)
    critic, generator = trained.discriminator, trained.network
    assert critic is not None
    first_critic, first_generator = weights_of(critic), weights_of(generator)
    events: list[str] = []
    after_its_step: list[torch.Tensor] = []

    def judged(_: nn.Module, inputs: tuple[torch.Tensor]) -> None:
        (slices,) = inputs
        whose = "synthetic" if len(slices) == BATCH else "both"
        to_whom = "autoencoder" if slices.requires_grad else "critic"
        events.append(f"scores of {whose} for the {to_whom}")

    def critic_stepped(*_: object) -> None:
        events.append("critic steps")
        after_its_step.extend(weights_of(critic))
        assert same(generator, first_generator)

    critic.register_forward_pre_hook(judged)
    trained.discriminator_optimizer.register_step_post_hook(critic_stepped)
    trained.optimizer.register_step_post_hook(lambda *_: events.append("autoencoder steps"))
    trained.train()
    assert events == [
        "scores of both for the critic",
        "critic steps",
        "scores of synthetic for the autoencoder",
        "autoencoder steps",
    ]
    assert not same(critic, first_critic)
    assert not same(generator, first_generator)
    # The autoencoder's own step leaves the critic alone.
    assert same(critic, after_its_step)


def test_the_autoencoder_is_drawn_to_what_the_critic_takes_for_real(
    cache: Path, tmp_path: Path
) -> None:
    """With the critic's score of synthetic slices as s, the loss has the term -weight * mean(s)."""
    trained = trainer(cache, tmp_path, adversarial_weight=0.25)
    critic = trained.discriminator
    assert critic is not None
    scores: list[torch.Tensor] = []
    critic.register_forward_hook(lambda _, __, outputs: scores.append(outputs[-1].detach()))
    loss, figures = trained.losses()
    _, synthetic = scores
    without = figures["loss"] + trained.training.kl_weight * figures["kl"]
    expected = without - 0.25 * float(synthetic.float().mean())
    assert loss.item() == pytest.approx(expected, rel=1e-4)


def test_there_is_no_critic_unless_one_is_asked_for(cache: Path, tmp_path: Path) -> None:
    trained = trainer(cache, tmp_path, adversarial_weight=0.0)
    _, figures = trained.losses()
    assert trained.discriminator is None and "discriminator" not in figures
