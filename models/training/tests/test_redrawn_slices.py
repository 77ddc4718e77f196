"""Training slices of the segmenter that a bundle draws anew."""

from pathlib import Path

import numpy as np
import pytest

from knee_synth.__main__ import main
from knee_synth.data import CacheError, list_knees
from knee_synth.data.latents import build_latents
from knee_synth.evaluate.segmentation import Segmentation
from knee_synth.networks import AutoencoderConfig, SliceAutoencoder
from knee_synth.training.labelled_slices import segmented_classes
from knee_synth.training.redrawn_slices import Redrawing, RedrawnSlices
from knee_synth.training.run_folder import RunFolder
from knee_synth.training.workers import Workers

TINY_BUNDLE = Path(__file__).parents[3] / "test/fixtures/tiny-bundle"
NAME = "Tiny untrained bundle, version"


@pytest.fixture(scope="module")
def latents(tmp_path_factory: pytest.TempPathFactory, knee_cache: Path) -> Path:
    folder = tmp_path_factory.mktemp("redrawn") / "latents"
    build_latents(
        knee_cache, folder, SliceAutoencoder(AutoencoderConfig(channels=(8, 16), norm_groups=4))
    )
    return folder


def redraw(knee_cache: Path, latents: Path, workers: Workers) -> RedrawnSlices:
    knees = list_knees(knee_cache, ("train",))
    return RedrawnSlices.of(knees, Redrawing(TINY_BUNDLE, latents, 2, 3), 5, workers)


def test_every_slice_has_the_labels_of_the_true_one(knee_cache: Path, latents: Path) -> None:
    redrawn = redraw(knee_cache, latents, Workers())
    knees = list_knees(knee_cache, ("train",))[:2]
    assert redrawn.pictures.shape == redrawn.classes.shape == (3 * len(knees), 256, 256)
    for index, knee in enumerate(knees):
        own = slice(3 * index, 3 * index + 3)
        truth = segmented_classes(knee.load("labels"))[redrawn.slices[own]]
        assert np.array_equal(redrawn.classes[own], truth)
    batch = redrawn.draw(4, np.random.default_rng(0))
    assert batch.slices.shape == batch.classes.shape == (4, 1, 256, 256)


def test_each_process_draws_its_share(knee_cache: Path, latents: Path) -> None:
    whole = redraw(knee_cache, latents, Workers())
    shares = [redraw(knee_cache, latents, Workers(rank, 2)) for rank in range(2)]
    assert sum(len(share.pictures) for share in shares) == len(whole.pictures)


def test_latents_of_other_knees_are_refused(knee_cache: Path, latents: Path) -> None:
    with pytest.raises(CacheError, match="none of the knees"):
        RedrawnSlices.of(
            list_knees(knee_cache, ("test",)), Redrawing(TINY_BUNDLE, latents), 5, Workers()
        )


def test_a_segmenter_knows_by_which_bundle_its_slices_were_drawn(
    knee_cache: Path, latents: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = str(tmp_path / "segmenter")
    train = ["train", "segmenter", "--data", str(knee_cache), "--run", run, "--batch", "2"]
    train += ["--features", "4,4,4,4,4,4", "--knees", "2"]
    assert main([*train, "--steps", "1", "--redrawn-by", str(TINY_BUNDLE)]) == 1
    assert "--latents DIR" in capsys.readouterr().err
    redrawn = ["--redrawn-by", str(TINY_BUNDLE), "--latents", str(latents)]
    assert main([*train, "--steps", "1", *redrawn]) == 0
    assert main([*train, "--steps", "2"]) == 0
    assert RunFolder(Path(run)).config()["redrawn_by"] == Segmentation(Path(run)).redrawn_by
    assert Segmentation(Path(run)).redrawn_by.startswith(NAME)
