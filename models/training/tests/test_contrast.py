"""Pairs of knees that differ in their readings alone, and the loss that learns from them."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from small_networks import DENOISER, ENCODER

from knee_synth.data import FilmAugmentation, LatentStore
from knee_synth.diffusion import time_embedding
from knee_synth.training.budget import Budget
from knee_synth.training.conditions import Batch, BatchSampler, Withholding
from knee_synth.training.denoiser import DenoiserTrainer, DenoiserTraining
from knee_synth.training.run_folder import RunFolder
from knee_synth.training.workers import Workers

KNEES = ("knee_00000", "knee_00001", "knee_00002", "whatif_00002")
EACH = 5


@pytest.fixture(scope="module")
def latents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Latents of four volumes; the last is the third knee's, with an osteophyte in one place."""
    folder = tmp_path_factory.mktemp("latents")
    rng = np.random.default_rng(4)
    films = rng.integers(0, 256, (4, 320, 320), np.uint8)
    films[3] = films[2]
    volumes = rng.standard_normal((4, 50, 4, 32, 32)).astype(np.float16)
    volumes[3] = volumes[2]
    volumes[3, :, :, 12, 20] += 2
    readings = np.zeros((4, 19), np.int8)
    readings[3, 3] = 3
    arrays = {
        "latents": volumes,
        "films": films,
        "film_masks": np.ones((4, 320, 320), np.uint8),
        "readings": readings,
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    index = {"knees": KNEES, "encoded": KNEES, "splits": ["val", *["train"] * 3], "mean": [0] * 4}
    (folder / "latents.json").write_text(json.dumps({**index, "deviation": [1] * 4}))
    return folder


def draw(store: LatentStore, withholding: Withholding | None = None) -> Batch:
    generator = np.random.default_rng(7)
    knees = store.of_split("train")
    sampler = BatchSampler(
        store, knees, FilmAugmentation(), withholding or Withholding(), generator
    )
    return sampler.draw(3, EACH, paired=True)


def test_a_pair_is_a_knee_and_the_same_knee_with_other_readings(latents: Path) -> None:
    store = LatentStore.open(latents)
    assert store.pairs.tolist() == [[2, 3]]
    assert replace(store, knees=KNEES[:2]).pairs.shape == (0, 2)
    alone = replace(store, knees=("knee_00000", "knee_00001", "knee_00002", "whatif_00009"))
    assert alone.pairs.shape == (0, 2)


def test_of_a_pair_only_readings_and_anatomy_differ(latents: Path) -> None:
    batch = draw(LatentStore.open(latents), Withholding(0.0, 0.0, 0.0, 0.0))
    first, second, third = (slice(i * EACH, (i + 1) * EACH) for i in range(3))
    assert torch.equal(batch.radiographs[0], batch.radiographs[1])
    assert not torch.equal(batch.radiographs[0], batch.radiographs[2])
    for name in ("depth", "time_embedding"):
        values = getattr(batch, name)
        assert torch.equal(values[first], values[second])
        assert not torch.equal(values[first], values[third])
    changed = (batch.clean[first] != batch.clean[second]).any(dim=0).any(dim=0)
    assert changed.nonzero().tolist() == [[12, 20]]
    noisy = (batch.noisy_latent[first] != batch.noisy_latent[second]).any(dim=0).any(dim=0)
    assert set(map(tuple, noisy.nonzero().tolist())) <= {(12, 20)}
    assert not torch.equal(batch.readings[first], batch.readings[second])


def test_a_pair_is_mostly_noise(latents: Path) -> None:
    """From timestep 700 on, where less than a quarter of the latent shines through."""
    batch = draw(LatentStore.open(latents))
    high = time_embedding(np.arange(700, 1000))
    nearest = np.abs(batch.time_embedding.numpy()[:, None] - high).max(axis=2).min(axis=1)
    assert (nearest[: 2 * EACH] == 0).all() and (nearest[2 * EACH :] > 0).any()


def test_a_pair_has_the_same_conditions_withheld(latents: Path) -> None:
    store = LatentStore.open(latents)
    same = replace(store, readings=np.repeat(store.readings[2:3], 4, axis=0))
    for withholding in (Withholding(0.5, 0.4, 0.5, 0.5), Withholding(0.5, 0.0, 0.5, 0.0)):
        batch = draw(same, withholding)
        assert torch.equal(batch.readings[:EACH], batch.readings[EACH : 2 * EACH])
        assert torch.equal(batch.radiographs[0], batch.radiographs[1])
    # Of another knee single readings are drawn anew.
    assert not torch.equal(batch.readings[:EACH], batch.readings[2 * EACH :])


def trainer(latents: Path, run: Path, contrast_weight: float, knees: int = 3) -> DenoiserTrainer:
    """Before its first step; the denoiser's head is zero then, and so is its prediction."""
    training = DenoiserTraining(
        knees=knees,
        slices_each=EACH,
        encoder_steps=0,
        joint_weight=1.0,
        contrast_weight=contrast_weight,
        outline_weight=0.0,
        validation_batches=1,
    )
    return DenoiserTrainer(
        RunFolder(run), latents, ENCODER, DENOISER, training, Budget(10, None), None, Workers()
    )


def test_the_contrast_is_the_error_of_the_difference(latents: Path, tmp_path: Path) -> None:
    trained = trainer(latents, tmp_path, 2.5)
    total, figures = trained.losses()
    training = trained.training
    sampler = BatchSampler(
        trained.store,
        trained.store.of_split("train"),
        training.augmentation,
        training.withholding,
        np.random.default_rng((training.seed, 0, 0)),
    )
    target = sampler.draw(3, EACH, paired=True).target
    expected = float(((target[:EACH] - target[EACH : 2 * EACH]) ** 2).mean().sqrt())
    assert figures["contrast"] == pytest.approx(expected, rel=1e-4) and expected > 0
    assert total.item() == pytest.approx(figures["loss"] + 2.5 * expected, rel=1e-4)


@pytest.mark.parametrize("without", ["weight", "pairs", "a second knee"])
def test_without_a_weight_pairs_or_a_second_knee_there_is_none(
    latents: Path, tmp_path: Path, without: str
) -> None:
    weight = 0.0 if without == "weight" else 1.0
    knees = 1 if without == "a second knee" else 3
    trained = trainer(latents, tmp_path, weight, knees)
    if without == "pairs":
        trained.sampler.pairs = trained.sampler.pairs[:0]
    _, figures = trained.losses()
    assert set(figures) == {"loss", "outline"}


@pytest.mark.parametrize(("knees", "pairs"), [(1, 1), (2, 0)])
def test_a_pair_that_cannot_be_is_refused(latents: Path, knees: int, pairs: int) -> None:
    store = LatentStore.open(latents)
    generator = np.random.default_rng(7)
    sampler = BatchSampler(
        store, store.of_split("train"), FilmAugmentation(), Withholding(), generator
    )
    sampler.pairs = sampler.pairs[:pairs]
    with pytest.raises(ValueError, match=f"{knees} knees and {pairs} pairs"):
        sampler.draw(knees, EACH, paired=True)
