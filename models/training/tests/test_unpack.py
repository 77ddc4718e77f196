"""Trainings that go on from a bundle."""

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import SPLIT_OF_COPY

from knee_synth.__main__ import main
from knee_synth.data import LatentStore, list_knees
from knee_synth.export.rebuild import rebuild_networks
from knee_synth.networks import LatentCodec
from knee_synth.networks.autoencoder import ENCODING_WEIGHTS
from knee_synth.training.drawn_latents import Drawing, DrawnLatents
from knee_synth.training.run_folder import RunFolder
from knee_synth.training.workers import Workers

TINY_BUNDLE = Path(__file__).parents[3] / "test/fixtures/tiny-bundle"
DRAWN = ["--drawn-by", str(TINY_BUNDLE)]
SMALL = ["--steps", "2", "--knees", "2", "--slices-each", "2", "--encoder-steps", "0"]


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory, knee_cache: Path) -> dict[str, str]:
    """The tiny bundle, unpacked; an encoder fitted to it, latents, and a denoiser that goes on."""
    folder = tmp_path_factory.mktemp("line")
    assert main(["unpack", str(TINY_BUNDLE), "--out", str(folder / "bundle")]) == 0
    names = ("bundle/autoencoder", "bundle/denoiser", "bundle/grader")
    paths = {name: str(folder / name) for name in names}
    paths |= {name: str(folder / name) for name in ("fitted", "latents", "denoiser")}
    data = ["--data", str(knee_cache)]
    fit = ["train", "autoencoder", *data, "--run", paths["fitted"], "--encoder-only", *DRAWN]
    start = ["--start", paths["bundle/autoencoder"], "--batch", "2"]
    assert main([*fit, *start, "--steps", "2"]) == 0
    # Goes on without being told again what it began with.
    assert main([*fit, "--batch", "2", "--steps", "4", "--norm-groups", "4", *sizes()]) == 0
    encode = ["latents", *data, "--autoencoder", paths["fitted"], "--out", paths["latents"]]
    assert main(encode) == 0
    train = ["train", "denoiser", *data, *sources(paths), "--run", paths["denoiser"], *SMALL]
    assert main([*train, "--start", paths["bundle/denoiser"]]) == 0
    return paths


def sizes() -> list[str]:
    return ["--latent-channels", "4", "--channels", "8,16"]


def sources(paths: dict[str, str]) -> list[str]:
    return ["--latents", paths["latents"], "--autoencoder", paths["fitted"]]


def state(folder: str) -> dict[str, torch.Tensor]:
    return RunFolder(Path(folder)).require()["average"]


def rebuilt() -> dict[str, torch.nn.Module]:
    return rebuild_networks(TINY_BUNDLE).by_name()


def test_the_folders_hold_the_weights_of_the_graphs(line):
    networks = rebuilt()
    denoiser = state(line["bundle/denoiser"])
    for part, name in (("encoder", "xray_encoder"), ("denoiser", "denoiser")):
        for key, weights in networks[name].state_dict().items():
            assert torch.equal(denoiser[f"{part}.{key}"], weights)
    for key, weights in networks["grader"].state_dict().items():
        assert torch.equal(state(line["bundle/grader"])[key], weights)


def test_an_encoder_is_fitted_to_a_decoder_that_stays(line):
    decoder = state(line["bundle/autoencoder"])
    assert decoder and not any(".encoder." in name for name in decoder)
    fitted = RunFolder(Path(line["fitted"])).require()
    for weights in (fitted["network"], fitted["average"]):
        assert all(torch.equal(weights[name], kept) for name, kept in decoder.items())
    encoder = [name for name in fitted["network"] if ".encoder." in name]
    assert any((fitted["network"][n] != fitted["average"][n]).any() for n in encoder)


def test_latents_are_standardised_as_the_bundle_standardises_them(line):
    codec = rebuilt()["decoder"]
    assert isinstance(codec, LatentCodec)
    statistics = LatentStore.open(Path(line["latents"])).statistics
    np.testing.assert_array_equal(np.float32(statistics.mean), codec.mean.flatten())
    np.testing.assert_array_equal(np.float32(statistics.deviation), codec.deviation.flatten())


def test_a_denoiser_goes_on_with_sizes_and_weights_of_the_bundle(line):
    run = RunFolder(Path(line["denoiser"]))
    before, after = state(line["bundle/denoiser"]), run.require()["network"]
    moved = {name: (after[name] - before[name]).abs().max().item() for name in before}
    assert 0 < max(moved.values()) < 1e-2
    begun = run.config()["begun_with"]
    assert begun["run"] == "denoiser"
    metadata = json.loads((TINY_BUNDLE / "configs/metadata.json").read_text("utf-8"))
    assert begun["bundles"] == [{n: metadata[n] for n in ("name", "version", "data_source")}]


def test_what_comes_of_it_is_exported_and_names_the_bundle(line, tmp_path):
    average = tmp_path / "average"
    parts = [f"{line['bundle/denoiser']}=0.5", f"{line['denoiser']}=0.5"]
    assert main(["average", *parts, "--out", str(average)]) == 0
    export = ["export", *sources(line), "--denoiser", str(average)]
    out = tmp_path / "out"
    assert main([*export, "--grader", line["bundle/grader"], "--out", str(out)]) == 0
    metadata = json.loads((out / "configs/metadata.json").read_text("utf-8"))
    tiny = json.loads((TINY_BUNDLE / "configs/metadata.json").read_text("utf-8"))
    assert f"Begun with the weights of {tiny['name']}" in metadata["description"]
    assert tiny["data_source"] in metadata["data_source"]
    before, after = (m["xray_to_mri"]["grader"]["agreement"] for m in (tiny, metadata))
    assert before == after


def test_an_autoencoder_that_can_only_decode_encodes_nothing(line, knee_cache, tmp_path, capfd):
    encode = ["latents", "--data", str(knee_cache), "--out", str(tmp_path / "latents")]
    assert main([*encode, "--autoencoder", line["bundle/autoencoder"]]) == 1
    assert "--encoder-only --drawn-by BUNDLE" in capfd.readouterr().err
    fit = ["train", "autoencoder", "--data", str(knee_cache), "--run", str(tmp_path / "run")]
    assert main([*fit, "--start", line["bundle/autoencoder"], "--steps", "1"]) == 1
    assert "can only decode" in capfd.readouterr().err
    assert main([*fit, "--encoder-only", "--steps", "1"]) == 1
    assert "--start FOLDER" in capfd.readouterr().err


def test_latents_that_mean_something_else_are_refused(line, knee_cache, tmp_path, capfd):
    data, own = ["--data", str(knee_cache)], str(tmp_path / "autoencoder")
    small = [*sizes(), "--norm-groups", "4", "--batch", "2"]
    assert main(["train", "autoencoder", *data, "--run", own, *small, "--steps", "1"]) == 0
    latents = str(tmp_path / "latents")
    assert main(["latents", *data, "--autoencoder", own, "--out", latents]) == 0
    train = ["train", "denoiser", *data, "--latents", latents, "--autoencoder", own, *SMALL]
    start = ["--start", line["bundle/denoiser"], "--run", str(tmp_path / "denoiser")]
    assert main([*train, *start]) == 1
    assert "knows other latents" in capfd.readouterr().err


def test_a_folder_of_weights_alone_is_begun_with_and_not_trained_in(line, knee_cache, capfd):
    train = ["train", "denoiser", "--data", str(knee_cache), *sources(line), *SMALL]
    there = line["bundle/denoiser"]
    assert main([*train, "--run", there, "--start", there]) == 1
    assert "holds weights alone" in capfd.readouterr().err


def test_what_is_there_is_not_overwritten(line, capsys):
    out = Path(line["bundle/denoiser"]).parent
    assert main(["unpack", str(TINY_BUNDLE), "--out", str(out)]) == 1
    assert "holds a training" in capsys.readouterr().err


def test_what_is_no_bundle_is_said(tmp_path, capsys):
    assert main(["unpack", str(tmp_path / "none"), "--out", str(tmp_path / "out")]) == 1
    assert "unpack failed: configs/metadata.json of the bundle" in capsys.readouterr().err


def test_a_damaged_bundle_is_said(tmp_path, capsys):
    bundle = tmp_path / "bundle"
    shutil.copytree(TINY_BUNDLE, bundle)
    network = bundle / "models/denoiser.onnx"
    network.write_bytes(network.read_bytes()[:1000])
    assert main(["unpack", str(bundle), "--out", str(tmp_path / "out")]) == 1
    assert "models/denoiser.onnx is not the file its metadata names" in capsys.readouterr().err
    metadata = bundle / "configs/metadata.json"
    for left, missing in (({"xray_to_mri": {}}, "networks"), ({}, "xray_to_mri")):
        metadata.write_text(json.dumps(left), encoding="utf-8")
        assert main(["unpack", str(bundle), "--out", str(tmp_path / "out")]) == 1
        assert f"has no '{missing}'" in capsys.readouterr().err


def test_the_folder_of_another_network_is_said(line, knee_cache, tmp_path, capfd):
    fit = ["train", "autoencoder", "--data", str(knee_cache), "--run", str(tmp_path / "run")]
    assert main([*fit, "--encoder-only", "--start", line["bundle/denoiser"], "--steps", "1"]) == 1
    assert "denoiser holds no training of an autoencoder" in capfd.readouterr().err


def test_a_training_of_another_beginning_is_not_taken_for_one_of_a_bundle(
    line, knee_cache, tmp_path, capfd
):
    run = tmp_path / "autoencoder"
    fit = ["train", "autoencoder", "--data", str(knee_cache), "--run", str(run), "--batch", "2"]
    assert main([*fit, *sizes(), "--norm-groups", "4", "--steps", "1"]) == 0
    before = (run / "config.json").read_text("utf-8")
    start = ["--encoder-only", "--start", line["bundle/autoencoder"], "--steps", "2"]
    assert main([*fit, *start, *DRAWN]) == 1
    assert "began with random weights" in capfd.readouterr().err
    assert (run / "config.json").read_text("utf-8") == before
    assert RunFolder(run).bundles() == []


def test_a_refused_training_leaves_the_folder_of_a_bundle_as_it_is(line, knee_cache, capfd):
    run = Path(line["bundle/autoencoder"])
    before = (run / "config.json").read_text("utf-8")
    fit = ["train", "autoencoder", "--data", str(knee_cache), "--run", str(run), "--encoder-only"]
    assert main([*fit, *DRAWN, *sizes(), "--norm-groups", "4", "--steps", "1"]) == 1
    assert "holds weights alone" in capfd.readouterr().err
    assert (run / "config.json").read_text("utf-8") == before


def test_what_began_with_it_at_second_hand_still_names_it(line, knee_cache, tmp_path):
    run = tmp_path / "second"
    train = ["train", "denoiser", "--data", str(knee_cache), *sources(line), *SMALL]
    assert main([*train, "--run", str(run), "--start", line["denoiser"]]) == 0
    begun = RunFolder(run).config()["begun_with"]
    assert begun["bundles"] == RunFolder(Path(line["denoiser"])).bundles() != []
    assert begun["sources"] == RunFolder(run).sources() != {}


def test_latents_of_a_training_are_known_to_the_next_one_and_to_the_export(line, tmp_path, capsys):
    moved = tmp_path / "latents"
    shutil.copytree(line["latents"], moved)
    index = json.loads((moved / "latents.json").read_text("utf-8"))
    index["mean"][0] += 0.5 * index["deviation"][0]
    (moved / "latents.json").write_text(json.dumps(index), encoding="utf-8")
    other = ["--latents", str(moved), "--autoencoder", line["fitted"]]
    out = ["--out", str(tmp_path / "bundle")]
    for denoiser in (line["denoiser"], line["bundle/denoiser"]):
        assert main(["export", *other, "--denoiser", denoiser, *out]) == 1
        assert "knows other latents" in capsys.readouterr().err


def test_an_averaged_decoder_is_what_an_encoder_is_fitted_to(knee_cache, tmp_path):
    run = tmp_path / "autoencoder"
    fit = ["train", "autoencoder", "--data", str(knee_cache), "--run", str(run), "--batch", "2"]
    fit += [*sizes(), "--norm-groups", "4"]
    assert main([*fit, "--steps", "3"]) == 0
    averaged = RunFolder(run).require()["average"]
    assert main([*fit, "--steps", "5", "--encoder-only"]) == 0
    after = RunFolder(run).require()
    decoder = [name for name in averaged if not name.startswith(ENCODING_WEIGHTS)]
    for weights in (after["network"], after["average"]):
        assert all(torch.equal(weights[name], averaged[name]) for name in decoder)


def test_one_side_alone_needs_the_other(knee_cache, tmp_path, capfd):
    fit = ["train", "autoencoder", "--data", str(knee_cache), "--run", str(tmp_path / "run")]
    assert main([*fit, "--decoder-only", "--steps", "1"]) == 1
    assert "--decoder-only needs the encoder of another training" in capfd.readouterr().err


def test_drawn_slices_are_what_the_bundle_decodes_their_latents_to(knee_cache):
    knees = list_knees(knee_cache, ("train",))
    drawing = Drawing(TINY_BUNDLE, knees=2, slices_each=3, steps=2)
    drawn = DrawnLatents.of(knees, drawing, seed=1, workers=Workers())
    assert drawn.pictures.shape == (6, 256, 256) and drawn.latents.shape == (6, 4, 32, 32)
    with torch.inference_mode():
        decoded = rebuilt()["decoder"](torch.from_numpy(drawn.latents))[:, 0].clamp(0, 1)
    assert np.abs(decoded.numpy() * 255 - drawn.pictures).max() <= 1
    pictures, latents = drawn.draw(2, np.random.default_rng(0))
    assert pictures.shape == (2, 1, 256, 256) and latents.shape == (2, 4, 32, 32)


def test_an_encoder_learns_the_latents_that_the_bundle_draws(line, knee_cache, tmp_path):
    run = tmp_path / "run"
    fit = ["train", "autoencoder", "--data", str(knee_cache), "--run", str(run), "--batch", "2"]
    fit += ["--start", line["bundle/autoencoder"], "--encoder-only"]
    assert main([*fit, *DRAWN, "--steps", "100"]) == 0
    with (run / "curves.csv").open(encoding="utf-8") as file:
        first, last = (float(row["latent"]) for row in csv.DictReader(file))
    assert last < first


def test_what_a_bundle_draws_is_of_no_use_to_other_trainings(line, knee_cache, tmp_path, capfd):
    fit = ["train", "autoencoder", "--data", str(knee_cache), "--run", str(tmp_path / "run")]
    fit += ["--steps", "1"]
    assert main([*fit, *DRAWN]) == 1
    assert "--drawn-by goes with --encoder-only" in capfd.readouterr().err
    start = ["--start", line["bundle/autoencoder"], "--encoder-only"]
    assert main([*fit, *start]) == 1
    assert "name the bundle too: --drawn-by BUNDLE" in capfd.readouterr().err
    assert main([*fit, *start, "--drawn-by", str(tmp_path)]) == 1
    assert "cannot draw slices" in capfd.readouterr().err


def test_a_training_that_goes_on_keeps_the_knees_it_has_seen(knee_cache, tmp_path):
    run = tmp_path / "autoencoder"
    fit = ["train", "autoencoder", "--data", str(knee_cache), "--run", str(run), "--batch", "2"]
    fit += [*sizes(), "--norm-groups", "4"]
    assert main([*fit, "--steps", "1"]) == 0
    config = RunFolder(run).config()
    assert config["sources"] == {"simulated": SPLIT_OF_COPY.count("train")}
    RunFolder(run).describe({**config, "sources": {"oai": 40, "simulated": 1}})
    assert main([*fit, "--steps", "2"]) == 0
    assert RunFolder(run).sources() == {"oai": 40, "simulated": 2}
    assert main([*fit, "--steps", "3", "--encoder-only"]) == 0
    assert RunFolder(run).sources() == {"oai": 40, "simulated": 2}


def test_a_beginning_is_the_same_when_its_knees_have_become_more(line, knee_cache, capfd):
    run = RunFolder(Path(line["denoiser"]))
    before = run.config()
    train = ["train", "denoiser", "--data", str(knee_cache), *sources(line), *SMALL]
    again = [*train, "--run", line["denoiser"], "--start", line["bundle/denoiser"], "--steps", "3"]
    grown = {**before["begun_with"], "sources": {"simulated": 1}}
    run.describe({**before, "begun_with": grown})
    assert main(again) == 0
    assert run.config()["begun_with"] == grown
    # One of an earlier version that does not tell what it began with is taken at its word.
    told = ("begun_with", "sources", "latent_statistics")
    run.describe({name: value for name, value in before.items() if name not in told})
    assert main([*again, "--steps", "4"]) == 0
    run.describe({**before, "begun_with": {"run": "another"}})
    assert main([*again, "--steps", "5"]) == 1
    assert "began with another" in capfd.readouterr().err
    run.describe(before)


def test_a_denoiser_that_does_not_tell_has_learnt_from_the_knees_of_its_latents(line, tmp_path):
    run = RunFolder(Path(line["denoiser"]))
    config = run.config()
    copy = tmp_path / "denoiser"
    shutil.copytree(line["denoiser"], copy)
    RunFolder(copy).describe({n: v for n, v in config.items() if n != "sources"})
    out = tmp_path / "bundle"
    assert main(["export", *sources(line), "--denoiser", str(copy), "--out", str(out)]) == 0
    metadata = json.loads((out / "configs/metadata.json").read_text("utf-8"))
    assert f"{SPLIT_OF_COPY.count('train')} simulated knees" in metadata["description"]


def test_a_bundle_that_the_start_is_not_of_draws_nothing(line, knee_cache, tmp_path, capfd):
    other = tmp_path / "other"
    shutil.copytree(TINY_BUNDLE, other)
    path = other / "configs/metadata.json"
    metadata = {**json.loads(path.read_text("utf-8")), "version": "9.9.9"}
    path.write_text(json.dumps(metadata), encoding="utf-8")
    fit = ["train", "autoencoder", "--data", str(knee_cache), "--run", str(tmp_path / "run")]
    fit += ["--start", line["bundle/autoencoder"], "--encoder-only", "--steps", "1"]
    assert main([*fit, "--drawn-by", str(other)]) == 1
    assert "autoencoder was not unpacked from other" in capfd.readouterr().err


def test_latents_that_their_bundle_would_not_know_are_warned_of(line, knee_cache, tmp_path, capfd):
    """Four steps have not taught an encoder what the bundle's latents are."""
    encode = ["latents", "--data", str(knee_cache), "--autoencoder", line["fitted"]]
    assert main([*encode, "--out", str(tmp_path / "latents")]) == 0
    assert "warning: mean or deviation of these latents" in capfd.readouterr().err
