"""Errors of the denoiser in decoded slices."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from small_networks import DENOISER, ENCODER

from knee_synth.networks import AutoencoderConfig, LatentCodec, SliceAutoencoder
from knee_synth.networks.latent_codec import LatentStatistics
from knee_synth.training.budget import Budget
from knee_synth.training.contrast import contrast_loss
from knee_synth.training.denoiser import DenoiserTrainer, DenoiserTraining
from knee_synth.training.joint_weight import joint_weight
from knee_synth.training.picture_loss import PictureLoss, drawn_places, logarithmic
from knee_synth.training.run_folder import RunFolder
from knee_synth.training.workers import Workers

CHANNELS = DENOISER.latent_channels
WITHOUT_CRITIC = {"adversarial_weight": 0.0}
AUTOENCODER = AutoencoderConfig(latent_channels=CHANNELS, channels=(8, 16), norm_groups=4)


@pytest.fixture(scope="module")
def codec() -> LatentCodec:
    torch.manual_seed(0)
    statistics = LatentStatistics(mean=(0.0,) * CHANNELS, deviation=(1.0,) * CHANNELS)
    return LatentCodec(SliceAutoencoder(AUTOENCODER), statistics)


def clean_latents(count: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(3)
    return torch.randn((count, CHANNELS, 32, 32), generator=generator)


def test_dark_edges_count_as_much_as_bright_ones() -> None:
    """From bone (0.1) to fat (0.2) as far as from cartilage (0.5) to fluid (0.8): log 3/2."""
    steps = torch.tensor([[0.1, 0.2], [0.5, 0.8]])
    low, high = logarithmic(steps).T
    assert (high - low).tolist() == pytest.approx([np.log(1.5)] * 2, rel=1e-6)
    assert logarithmic(torch.tensor([-0.3, 0.0])).tolist() == [0, 0]


def test_an_estimate_without_error_has_none_in_the_picture(codec: LatentCodec) -> None:
    pictures = PictureLoss(codec, joint_weight(4.0))
    clean = clean_latents(2)
    estimate, truth = pictures.pictures(clean, torch.zeros_like(clean))
    assert estimate.shape == truth.shape == (2, 1, 256, 256)
    assert torch.equal(estimate, truth) and pictures.mean(estimate - truth) == 0


def test_the_error_reaches_the_estimate_and_not_the_decoder(codec: LatentCodec) -> None:
    pictures = PictureLoss(codec, joint_weight(1.0))
    clean = clean_latents(2)
    latent_error = torch.full_like(clean, 0.3).requires_grad_()
    estimate, truth = pictures.pictures(clean, latent_error)
    pictures.mean(estimate - truth).backward()
    assert latent_error.grad is not None and latent_error.grad.abs().sum() > 0
    assert all(parameter.grad is None for parameter in codec.parameters())
    with torch.no_grad():
        expected = [logarithmic(codec(latents)) for latents in (clean + 0.3, clean)]
    for given, right in zip((estimate, truth), expected, strict=True):
        assert (given - right).abs().mean() < 0.01
    assert (estimate - truth).abs().mean() > 0.02


def test_an_error_at_the_joint_weighs_more(codec: LatentCodec) -> None:
    pictures = PictureLoss(codec, joint_weight(4.0))
    at_joint, far = (torch.zeros(1, 1, 256, 256) for _ in range(2))
    at_joint[..., 120:136, 120:136] = -1
    far[..., :16, :16] = -1
    assert pictures.mean(at_joint) / pictures.mean(far) == pytest.approx(4, rel=0.1)
    assert float(pictures.weight.mean()) == pytest.approx(1, abs=0.01)


def test_places_are_different_and_mostly_in_the_middle() -> None:
    generator = np.random.default_rng(1)
    drawn = [drawn_places(generator, 8, 3) for _ in range(400)]
    assert all(len(set(places)) == 3 for places in drawn)
    share = np.isin(np.concatenate(drawn), (2, 3, 4, 5)).mean()
    assert 0.58 < share < 0.68
    assert sorted(drawn_places(generator, 3, 5)) == [0, 1, 2]
    assert drawn_places(generator, 1, 3).tolist() == [0]


@pytest.fixture(scope="module")
def latents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Latents of three volumes, the last the second's with a lesion."""
    folder = tmp_path_factory.mktemp("latents")
    rng = np.random.default_rng(4)
    volumes = rng.standard_normal((3, 50, CHANNELS, 32, 32)).astype(np.float16)
    volumes[2] = volumes[1]
    volumes[2, :, :, 14:18, 14:18] += 2
    arrays = {
        "latents": volumes,
        "films": rng.integers(0, 256, (3, 320, 320), np.uint8),
        "film_masks": np.ones((3, 320, 320), np.uint8),
        "readings": np.zeros((3, 19), np.int8),
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    knees = ["knee_00000", "knee_00001", "whatif_00001"]
    index = {"knees": knees, "encoded": knees, "splits": ["val", "train", "train"]}
    statistics = {"mean": [0] * CHANNELS, "deviation": [1] * CHANNELS}
    (folder / "latents.json").write_text(json.dumps({**index, **statistics}))
    return folder


def trainer(
    latents: Path, run: Path, codec: LatentCodec | None, **changes: float
) -> DenoiserTrainer:
    """Before its first step; the denoiser's head is zero then, and so is its prediction."""
    training = DenoiserTraining(
        knees=2, slices_each=4, encoder_steps=0, outline_weight=0.0, **{**WITHOUT_CRITIC, **changes}
    )
    budget = Budget(10, None)
    return DenoiserTrainer(
        RunFolder(run), latents, ENCODER, DENOISER, training, budget, None, Workers(), None, codec
    )


def test_losses_of_the_picture_join_the_others(
    latents: Path, tmp_path: Path, codec: LatentCodec
) -> None:
    weights = {"contrast_weight": 0.5, "picture_weight": 2.0, "picture_contrast_weight": 3.0}
    total, figures = trainer(latents, tmp_path, codec, **weights).losses()
    expected = figures["loss"] + 0.5 * figures["contrast"]
    expected += 2 * figures["picture"] + 3 * figures["picture_contrast"]
    assert total.item() == pytest.approx(expected, rel=1e-4)
    assert figures["picture"] > 0 and figures["picture_contrast"] > 0


def test_at_pure_noise_the_estimate_is_off_by_what_the_prediction_is(
    latents: Path, tmp_path: Path, codec: LatentCodec
) -> None:
    """There v is -x, so that a prediction of zero estimates a latent of zero."""
    trained = trainer(latents, tmp_path, codec, contrast_weight=0.0)
    trained.sampler._timesteps = lambda count, in_pairs: np.full(count, 999)
    errors = trained._errors(trained.network, trained.sampler, trained.weight, paired=False)
    assert torch.allclose(-errors.sigma * errors.prediction, -errors.clean, atol=1e-3)


@pytest.mark.parametrize("without", ["codec", "weight", "pairs"])
def test_what_is_missing_or_weighs_nothing_is_left_out(
    latents: Path, tmp_path: Path, codec: LatentCodec, without: str
) -> None:
    weight = 0.0 if without == "weight" else 1.0
    given = None if without == "codec" else codec
    trained = trainer(latents, tmp_path, given, picture_weight=weight)
    if without == "pairs":
        trained.sampler.pairs = trained.sampler.pairs[:0]
    _, figures = trained.losses()
    expected = {"loss", "outline"}
    expected |= {"picture"} if without == "pairs" else {"contrast"}
    assert set(figures) == expected


def test_the_contrast_of_a_pair_without_a_difference_is_its_error() -> None:
    """Nothing differs in truth, 0.4 in the prediction: 0.16 over the smallest difference, 0.05."""
    error = torch.cat([torch.full((2, 1, 4, 4), 0.4), torch.zeros(2, 1, 4, 4)])
    loss = contrast_loss(error, torch.zeros_like(error), 2, torch.ones(1, 1, 1, 1))
    assert loss.item() == pytest.approx(0.16 / 0.05, rel=1e-5)


def test_a_critic_joins_in_and_goes_into_the_checkpoint(
    latents: Path, tmp_path: Path, codec: LatentCodec
) -> None:
    trained = trainer(latents, tmp_path, codec, adversarial_weight=0.5)
    _, figures = trained.losses()
    assert figures["critic"] > 0 and trained.critic is not None
    trained.save()
    again = trainer(latents, tmp_path, codec, adversarial_weight=0.5)
    assert again.critic is not None and again.critic.steps == trained.critic.steps == 1
    without = trainer(latents, tmp_path, codec)
    assert without.critic is None and without.step == again.step
