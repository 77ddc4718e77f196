"""Training slices of the segmenter that a bundle draws anew."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from knee_synth.__main__ import main
from knee_synth.data import CacheError, LatentStore, list_knees
from knee_synth.data.latents import build_latents
from knee_synth.evaluate.segmentation import Segmentation
from knee_synth.geometry import slice_depths_mm
from knee_synth.networks import AutoencoderConfig, SliceAutoencoder
from knee_synth.sample import VolumeSampler
from knee_synth.training.labelled_slices import segmented_classes
from knee_synth.training.redrawn_slices import Redrawing, RedrawnSlices
from knee_synth.training.run_folder import RunError
from knee_synth.training.workers import Workers

TINY_BUNDLE = Path(__file__).parents[3] / "test/fixtures/tiny-bundle"
NAME = "Tiny untrained bundle, version 0.0.1"


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


def test_pictures_and_labels_are_of_the_same_slices(
    knee_cache: Path, latents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[np.ndarray, np.ndarray]] = []

    def as_they_are(_: VolumeSampler, given: np.ndarray, *rest: np.ndarray) -> np.ndarray:
        asked.append((given, rest[-1]))
        return np.arange(len(given), dtype=np.float32)[:, None, None] / 255 + np.zeros((256, 256))

    monkeypatch.setattr(VolumeSampler, "redraw", as_they_are)
    redrawn = redraw(knee_cache, latents, Workers())
    knees = list_knees(knee_cache, ("train",))[:2]
    store = LatentStore.open(latents)
    assert redrawn.pictures[:, 0, 0].tolist() == [0, 1, 2] * len(knees)
    for index, knee in enumerate(knees):
        places = redrawn.slices[3 * index : 3 * index + 3]
        truth = segmented_classes(knee.load("labels"))[places]
        assert np.array_equal(redrawn.classes[3 * index : 3 * index + 3], truth)
        given, depths = asked[index]
        assert np.array_equal(depths, slice_depths_mm()[places])
        stored = store.latents[store.knees.index(knee.key)][places].astype(np.float64)
        mean, deviation = store.statistics.mean, store.statistics.deviation
        # The tiny bundle's latents are half as large.
        expected = [(stored[:, c] - mean[c]) / deviation[c] / 2 for c in range(4)]
        assert np.allclose(given, np.stack(expected, axis=1))


def test_they_are_drawn_by_the_bundle(knee_cache: Path, latents: Path) -> None:
    redrawn = redraw(knee_cache, latents, Workers())
    assert redrawn.pictures.shape == redrawn.classes.shape
    assert redrawn.pictures.std() > 0
    batch = redrawn.draw(4, np.random.default_rng(0))
    assert batch.slices.shape == batch.classes.shape == (4, 1, 256, 256)


def test_each_process_draws_its_share(knee_cache: Path, latents: Path) -> None:
    whole = redraw(knee_cache, latents, Workers())
    shares = [redraw(knee_cache, latents, Workers(rank, 2)) for rank in range(2)]
    assert sum(len(share.pictures) for share in shares) == len(whole.pictures)


def test_latents_of_none_of_the_knees_are_refused(knee_cache: Path, latents: Path) -> None:
    with pytest.raises(CacheError, match="none of the knees"):
        RedrawnSlices.of(
            list_knees(knee_cache, ("test",)), Redrawing(TINY_BUNDLE, latents), 5, Workers()
        )


def test_latents_of_another_cache_with_the_same_names_are_refused(
    knee_cache: Path, latents: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(latents, tmp_path / "other"))
    films = np.load(other / "films.npy")
    np.save(other / "films.npy", 255 - films)
    with pytest.raises(CacheError, match="other holds another knee_"):
        redraw(knee_cache, other, Workers())


def test_a_bundle_without_a_restart_is_refused(
    knee_cache: Path, latents: Path, tmp_path: Path
) -> None:
    bundle = Path(shutil.copytree(TINY_BUNDLE, tmp_path / "bundle"))
    path = bundle / "configs/metadata.json"
    metadata = json.loads(path.read_text(encoding="utf-8"))
    del metadata["xray_to_mri"]["restart"]
    path.write_text(json.dumps(metadata), encoding="utf-8")
    for folder, message in ((bundle, "no restart"), (tmp_path / "none", "cannot draw")):
        with pytest.raises(RunError, match=message):
            RedrawnSlices.of(
                list_knees(knee_cache, ("train",)), Redrawing(folder, latents), 5, Workers()
            )


def test_a_segmenter_knows_by_which_bundle_its_slices_were_drawn(
    knee_cache: Path, latents: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = str(tmp_path / "segmenter")
    train = ["train", "segmenter", "--data", str(knee_cache), "--run", run]
    train += ["--features", "4,4,4,4,4,4", "--knees", "2"]
    redrawn = ["--redrawn-by", str(TINY_BUNDLE), "--latents", str(latents)]
    two = ["--batch", "2"]
    for wrong, message in (
        ([*two, *redrawn[:2]], "--latents DIR"),
        (["--batch", "1", *redrawn], "--batch of 2"),
    ):
        assert main([*train, "--steps", "1", *wrong]) == 1
        assert message in capsys.readouterr().err
    assert main([*train, "--steps", "1", *two]) == 0
    assert main([*train, "--steps", "1", *two, *redrawn]) == 1
    assert "more --steps" in capsys.readouterr().err
    assert Segmentation([Path(run)]).redrawn_by is None
    assert main([*train, "--steps", "2", *two, *redrawn]) == 0
    assert main([*train, "--steps", "3", *two]) == 0
    assert Segmentation([Path(run)]).redrawn_by == NAME
