"""The line in seconds: cache, training with resume, latents, export."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest
import torch

from knee_synth.__main__ import main, usage
from knee_synth.data import FilmAugmentation, FilmSampler, LatentStore, list_knees
from knee_synth.data.cache import CacheError
from knee_synth.export.validate import validate_bundle
from knee_synth.training.budget import Budget
from knee_synth.training.conditions import BatchSampler, Withholding
from knee_synth.training.run_folder import RunFolder

SCHEMA = Path(__file__).parents[3] / "engine/schema/bundle-metadata.schema.json"
AUTOENCODER = ["--channels", "8,16", "--norm-groups", "4", "--batch", "2"]
DENOISER = [
    *("--channels", "16,16,32", "--encoder-channels", "8,16,16", "--features", "16"),
    *("--depth-bands", "4", "--encoder-steps", "10"),
    *("--norm-groups", "4", "--knees", "2", "--slices-each", "2"),
]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory, knee_cache: Path) -> dict[str, str]:
    """A trained line; the autoencoder was trained in two runs of the same folder."""
    folder = tmp_path_factory.mktemp("work")
    names = ("autoencoder", "latents", "denoiser", "grader", "bundle")
    paths = {name: str(folder / name) for name in names}
    data = ["--data", str(knee_cache)]
    train = ["train", "autoencoder", *data, "--run", paths["autoencoder"], *AUTOENCODER]
    assert main([*train, "--steps", "50"]) == 0
    assert main([*train, "--steps", "100"]) == 0
    encode = ["latents", *data, "--autoencoder", paths["autoencoder"]]
    assert main([*encode, "--out", paths["latents"]]) == 0
    sources = ["--latents", paths["latents"], "--autoencoder", paths["autoencoder"]]
    train = ["train", "denoiser", *data, *sources, "--run", paths["denoiser"], *DENOISER]
    assert main([*train, "--steps", "50"]) == 0
    train = ["train", "grader", *data, "--run", paths["grader"], "--batch", "2"]
    assert main([*train, "--steps", "5"]) == 0
    export = ["export", *sources, "--denoiser", paths["denoiser"], "--grader", paths["grader"]]
    assert main([*export, "--out", paths["bundle"]]) == 0
    return paths


def test_an_exported_grader_says_how_far_it_agrees_with_the_test_knees(work):
    metadata = json.loads((Path(work["bundle"]) / "configs/metadata.json").read_text("utf-8"))
    grader = metadata["xray_to_mri"]["grader"]
    assert grader["bytes"] <= 1.5e6
    assert grader["agreement"]["knees"] == 2
    assert set(grader["agreement"]["variables"]) == set(grader["variables"])
    jsonschema.validate(metadata, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert validate_bundle(Path(work["bundle"]))["grader"] <= 1e-4


def test_training_goes_on_where_it_stopped_and_learns(work):
    with (Path(work["autoencoder"]) / "curves.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["step"]) for row in rows] == [50, 100]
    assert float(rows[1]["loss"]) < float(rows[0]["loss"])
    assert RunFolder(Path(work["autoencoder"])).require()["step"] == 100


def test_a_finished_training_trains_no_further(work, knee_cache):
    run = Path(work["autoencoder"])
    before = torch.load(run / "checkpoint.pt", weights_only=True)
    command = ["train", "autoencoder", "--data", str(knee_cache), "--run", str(run)]
    assert main([*command, *AUTOENCODER, "--steps", "100"]) == 0
    after = torch.load(run / "checkpoint.pt", weights_only=True)
    assert after["step"] == 100
    weights = zip(before["average"].values(), after["average"].values(), strict=True)
    assert all(torch.equal(a, b) for a, b in weights)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_folder_of_other_networks_is_not_overwritten(work, knee_cache, capfd, workers):
    command = ["train", "autoencoder", "--data", str(knee_cache), "--run", work["autoencoder"]]
    other = ["--latent-channels", "7", "--steps", "1", "--workers", workers]
    assert main([*command, *AUTOENCODER, *other]) == 1
    said = capfd.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("training failed:") and "other networks" in said


def test_a_denoiser_can_begin_with_the_weights_of_another(work, knee_cache, tmp_path):
    sources = ["--latents", work["latents"], "--autoencoder", work["autoencoder"]]
    command = ["train", "denoiser", "--data", str(knee_cache), *sources, *DENOISER]
    start = ["--start", work["denoiser"]]
    assert main([*command, "--run", str(tmp_path / "more"), *start, "--steps", "1"]) == 0
    before = RunFolder(Path(work["denoiser"])).require()["average"]
    after = RunFolder(tmp_path / "more").require()
    assert after["step"] == 1
    weight = "encoder.head.weight"
    moved = (after["network"][weight] - before[weight]).abs().max()
    assert 0 < moved < 1e-3


def test_maps_of_readings_may_join_what_is_trained_and_are_exported(
    work, knee_cache, tmp_path, capfd
):
    sources = ["--latents", work["latents"], "--autoencoder", work["autoencoder"]]
    data = ["--data", str(knee_cache)]
    command = ["train", "denoiser", *data, *sources, *DENOISER, "--encoder-steps", "0"]
    with_maps = [*command, "--steps", "2", "--reading-maps", "4", "--run", str(tmp_path / "maps")]
    assert main([*with_maps, "--start", work["denoiser"]]) == 0
    drawn = RunFolder(tmp_path / "maps").require()["network"]["denoiser.reading_map.out.weight"]
    assert drawn.any()
    export = ["export", *sources, "--denoiser", str(tmp_path / "maps")]
    assert main([*export, "--out", str(tmp_path / "bundle")]) == 0
    validate_bundle(tmp_path / "bundle", json.loads(SCHEMA.read_text(encoding="utf-8")))
    capfd.readouterr()
    without = [*command, "--run", str(tmp_path / "without"), "--start", str(tmp_path / "maps")]
    without += ["--reading-maps", "0"]
    assert main(without) == 1
    assert "maps holds networks of other sizes" in capfd.readouterr().err


def test_a_start_of_other_sizes_is_refused_in_words(work, knee_cache, tmp_path, capfd):
    sources = ["--latents", work["latents"], "--autoencoder", work["autoencoder"]]
    command = ["train", "denoiser", "--data", str(knee_cache), *sources, *DENOISER]
    other = ["--start", work["denoiser"], "--depth-bands", "2", "--steps", "1"]
    assert main([*command, "--run", str(tmp_path / "other"), *other]) == 1
    assert "denoiser holds networks of other sizes" in capfd.readouterr().err


def test_latents_of_no_training_are_refused_in_words(knee_cache, tmp_path, capsys):
    command = ["latents", "--data", str(knee_cache), "--out", str(tmp_path / "latents")]
    assert main([*command, "--autoencoder", str(tmp_path / "nothing")]) == 1
    assert "encoding failed: nothing is no training folder" in capsys.readouterr().err


def test_sample_grids_are_written(work):
    for run in ("autoencoder", "denoiser"):
        assert list((Path(work[run]) / "samples").glob("*.png"))


def test_latents_are_standardised_over_the_training_knees(work):
    store = LatentStore.open(Path(work["latents"]))
    assert store.splits == ("train", "train", "val")
    sampler = batch_sampler(store, Withholding())
    rows = np.repeat(store.of_split("train"), 50)
    slices = np.tile(np.arange(50), 2)
    standard = sampler.standardised(rows, slices)
    assert np.allclose(standard.mean(axis=(0, 2, 3)), 0, atol=0.02)
    assert np.allclose(standard.std(axis=(0, 2, 3)), 1, atol=0.02)


def test_latents_of_a_grown_cache_keep_what_is_encoded(work, knee_cache, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    for name in ("knee_00000.npz", "knee_00002.npz"):
        (small / name).symlink_to(knee_cache / name)
    encode = ["latents", "--autoencoder", work["autoencoder"], "--out", str(tmp_path / "latents")]
    assert main([*encode, "--data", str(small)]) == 0
    first = LatentStore.open(tmp_path / "latents")
    assert first.knees == ("knee_00000", "knee_00002")
    kept = np.array(first.latents)
    assert main([*encode, "--data", str(knee_cache)]) == 0
    grown = LatentStore.open(tmp_path / "latents")
    assert grown.knees == ("knee_00000", "knee_00002", "knee_00001")
    assert grown.splits == ("train", "val", "train")
    assert np.array_equal(grown.latents[:2], kept)
    whole = LatentStore.open(Path(work["latents"]))
    assert np.array_equal(grown.latents[2], whole.latents[1])


def batch_sampler(store: LatentStore, withholding: Withholding) -> BatchSampler:
    knees = store.of_split("train")
    generator = np.random.default_rng(0)
    return BatchSampler(store, knees, FilmAugmentation(), withholding, generator)


def test_conditions_are_withheld_as_often_as_asked(work):
    store = LatentStore.open(Path(work["latents"]))
    always = batch_sampler(store, Withholding(radiograph=1.0, all_readings=1.0)).draw(2, 3)
    assert not always.radiographs.any()
    assert always.readings[:, 5].all()  # XRKL not read
    together = Withholding(0.0, 0.0, 0.0, radiograph_and_readings=1.0)
    nothing = batch_sampler(store, together).draw(2, 3)
    assert not nothing.radiographs.any() and nothing.readings[:, 5].all()
    never = batch_sampler(store, Withholding(0.0, 0.0, 0.0, 0.0)).draw(2, 3)
    assert never.radiographs.flatten(1).any(dim=1).all()
    assert not never.readings[:, 5].any()


def test_slices_that_their_film_does_not_show_teach_the_film_encoder_nothing(work):
    store = LatentStore.open(Path(work["latents"]))
    agreeing = Withholding(radiograph=0.0, radiograph_and_readings=0.0)
    assert batch_sampler(store, agreeing).draw(2, 3).own_film.tolist() == [1.0] * 6
    assert not batch_sampler(store, Withholding(radiograph=1.0)).draw(2, 3).own_film.any()
    other = replace(store, knees=tuple(k.replace("knee", "whatif") for k in store.knees))
    assert not batch_sampler(other, agreeing).draw(2, 3).own_film.any()


def test_a_batch_holds_the_v_of_its_noisy_latent(work):
    store = LatentStore.open(Path(work["latents"]))
    batch = batch_sampler(store, Withholding()).draw(2, 4)
    # x_t^2 + v^2 = z_0^2 + noise^2 for a variance-preserving process: about 2 for unit variances.
    energy = (batch.noisy_latent**2 + batch.target**2).mean()
    assert 1.6 < float(energy) < 2.6
    assert float(batch.depth.abs().max()) <= 1


def test_augmented_films_stay_in_range_and_differ(knee_cache):
    knee = list_knees(knee_cache)[0]
    films = np.stack([knee.load("film")] * 6)
    masks = np.stack([knee.load("film_mask")] * 6)
    drawn = FilmSampler(FilmAugmentation(), np.random.default_rng(3))(films, masks)
    assert drawn.shape == (6, 2, 224, 224)
    assert drawn[:, 0].min() >= -1 and drawn[:, 0].max() <= 1
    assert set(drawn[:, 1].unique().tolist()) <= {0.0, 1.0}
    assert not drawn[:, 0][drawn[:, 1] == 0].any()
    assert not torch.equal(drawn[0], drawn[1])


def test_markers_are_drawn_at_the_edges_alone(knee_cache):
    knee = list_knees(knee_cache)[0]
    films, masks = knee.load("film")[None], knee.load("film_mask")[None]

    def drawn(probability: float, seed: int) -> np.ndarray:
        still = FilmAugmentation(0, 0, 0, 0, 0, 0, blur_probability=0)
        whole = replace(still, crop_probability=0, tight_probability=0)
        sampler = FilmSampler(
            replace(whole, marker_probability=probability), np.random.default_rng(seed)
        )
        return sampler(films, masks)[0, 0].numpy()

    middle = (slice(80, 144), slice(48, 176))
    plain = drawn(0, 0)
    changes = [drawn(1, seed) - plain for seed in range(8)]
    # Some are cut off by the region's edge, as on films.
    assert sum(change.max() > 0.3 for change in changes) >= 4
    assert max(np.abs(change[middle]).mean() for change in changes) < 0.02


def test_the_learning_rate_warms_up_and_ends_low():
    budget = Budget(max_steps=1000, max_minutes=None, warmup_steps=100, final=0.02)
    assert budget.rate(0) == pytest.approx(0.01, rel=1e-3)
    assert budget.rate(500) == pytest.approx(0.51, rel=1e-3)
    assert budget.rate(1000) == pytest.approx(0.02)
    with pytest.raises(ValueError, match="--steps or --minutes"):
        Budget(None, None)


def test_an_empty_or_damaged_cache_is_named(tmp_path):
    with pytest.raises(CacheError, match="no knees"):
        list_knees(tmp_path)
    (tmp_path / "knee_00000.npz").write_bytes(b"not a knee")
    with pytest.raises(CacheError, match="knee_00000.npz"):
        list_knees(tmp_path)


EVERY_COMMAND = [line.split()[0] for line in usage().splitlines()[2:]]


@pytest.mark.parametrize("command", EVERY_COMMAND)
def test_every_command_has_help(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "usage" in capsys.readouterr().out
