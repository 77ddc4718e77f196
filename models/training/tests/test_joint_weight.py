"""The joint's weight in the losses of the denoiser, and that validation does without it."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from small_networks import DENOISER, ENCODER

from knee_synth.training.budget import Budget
from knee_synth.training.conditions import BatchSampler
from knee_synth.training.denoiser import DenoiserTrainer, DenoiserTraining
from knee_synth.training.joint_weight import joint_weight
from knee_synth.training.run_folder import RunFolder
from knee_synth.training.workers import Workers

SPLITS = ("train", "train", "val")
PIXEL_MM = 140 / 32


@pytest.mark.parametrize("height", [1.0, 2.0, 4.0, 10.0])
def test_the_joint_counts_as_many_times_as_asked(height: float) -> None:
    weight = joint_weight(height)
    assert weight.shape == (1, 1, 32, 32) and weight.dtype == torch.float32
    assert float(weight.mean()) == pytest.approx(1, abs=1e-6)
    plane = weight[0, 0]
    assert torch.allclose(plane, plane.flip(0)) and torch.allclose(plane, plane.flip(1))
    assert float(plane[16, 16] / plane[0, 0]) == pytest.approx(height, rel=0.05)


def test_the_weight_is_half_way_down_where_the_joint_ends() -> None:
    """16 mm above and below the joint centre, 44 mm beside it."""
    plane = joint_weight(5.0)[0, 0].numpy()
    raised = (plane / plane[0, 0] - 1) / 4
    centres_mm = (np.arange(32) + 0.5 - 16) * PIXEL_MM
    middle = raised[15:17, 15:17].mean()
    assert np.interp(16, centres_mm, raised[:, 16]) == pytest.approx(middle / 2, rel=0.05)
    assert np.interp(-44, centres_mm, raised[16]) == pytest.approx(middle / 2, rel=0.05)


def test_a_joint_that_counts_less_than_the_rest_is_refused() -> None:
    assert torch.equal(joint_weight(1.0), torch.ones(1, 1, 32, 32))
    with pytest.raises(ValueError, match="not 0.5 times"):
        joint_weight(0.5)


@pytest.fixture(scope="module")
def latents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Latents that were drawn at random, of two training knees and one for validation."""
    folder = tmp_path_factory.mktemp("latents")
    rng = np.random.default_rng(4)
    count = len(SPLITS)
    arrays = {
        "latents": rng.standard_normal((count, 50, 4, 32, 32)).astype(np.float16),
        "films": rng.integers(0, 256, (count, 320, 320), np.uint8),
        "film_masks": np.ones((count, 320, 320), np.uint8),
        "readings": np.zeros((count, 19), np.int8),
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    knees = [f"knee_{i:05d}" for i in range(count)]
    index = {"knees": knees, "encoded": knees, "splits": SPLITS, "mean": [0] * 4}
    text = json.dumps({**index, "deviation": [1] * 4})
    (folder / "latents.json").write_text(text, encoding="utf-8")
    return folder


def trainer(latents: Path, run: Path, height: float, encoder_steps: int = 0) -> DenoiserTrainer:
    """Before its first step; the denoiser's head is zero then, and so is its prediction."""
    training = DenoiserTraining(
        knees=2,
        slices_each=2,
        encoder_knees=2,
        encoder_slices_each=2,
        encoder_steps=encoder_steps,
        joint_weight=height,
        validation_batches=2,
    )
    return DenoiserTrainer(
        RunFolder(run), latents, ENCODER, DENOISER, training, Budget(10, None), None, Workers()
    )


def sampler(trained: DenoiserTrainer, split: str, *seed: int) -> BatchSampler:
    """The draws of a trainer, once more."""
    store, training = trained.store, trained.training
    generator = np.random.default_rng((training.seed, *seed))
    knees = store.of_split(split)
    return BatchSampler(store, knees, training.augmentation, training.withholding, generator)


def test_the_training_loss_counts_the_joint(latents: Path, tmp_path: Path) -> None:
    trained = trainer(latents, tmp_path, 6.0)
    _, figures = trained.losses()
    target = sampler(trained, "train", 0, 0).draw(2, 2).target
    assert figures["loss"] == pytest.approx(float((target**2 * joint_weight(6.0)).mean()), rel=1e-5)
    assert figures["loss"] != pytest.approx(float((target**2).mean()), rel=1e-3)


def test_the_encoders_own_loss_counts_the_joint(latents: Path, tmp_path: Path) -> None:
    weighted, even = (
        trainer(latents, tmp_path / str(height), height, encoder_steps=5) for height in (6.0, 1.0)
    )
    assert weighted.encoder_alone and even.encoder_alone
    first, second = (each.losses()[1]["outline"] for each in (weighted, even))
    assert first != pytest.approx(second, rel=1e-4)


def test_validation_figures_are_even_means(latents: Path, tmp_path: Path) -> None:
    weighted, even = (trainer(latents, tmp_path / str(height), height) for height in (6.0, 1.0))
    figures = weighted.figures()
    assert figures == even.figures()
    draws = sampler(weighted, "val", 0)
    batches = [draws.draw(2, 2).target for _ in range(weighted.training.validation_batches)]
    expected = np.mean([float((target**2).mean()) for target in batches])
    assert figures["validation"] == pytest.approx(expected, rel=1e-5)
