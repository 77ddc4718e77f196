"""Means of the weights of trainings."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch
from small_networks import DENOISER, ENCODER

from knee_synth.__main__ import main
from knee_synth.networks import DenoiserConfig
from knee_synth.training.average import averaged
from knee_synth.training.conditional_model import ConditionalModel, load_conditional_model
from knee_synth.training.run_folder import RunFolder

WITH_MAPS = replace(DENOISER, reading_maps=4)


def training(folder: Path, value: float, denoiser: DenoiserConfig = DENOISER) -> RunFolder:
    """A training all of whose weights are `value`."""
    model = ConditionalModel(ENCODER, denoiser)
    run = RunFolder(folder)
    run.prepare({"networks": {"encoder": asdict(ENCODER), "denoiser": asdict(denoiser)}})
    state = {name: torch.full_like(tensor, value) for name, tensor in model.state_dict().items()}
    run.save({"average": state, "step": 10 * int(value), "elapsed_s": value})
    return run


def values(model: ConditionalModel, part: str) -> set[float]:
    found = [tensor for name, tensor in model.state_dict().items() if part in name]
    return {round(float(value), 5) for tensor in found for value in tensor.unique()}


def test_every_weight_is_the_weighted_mean(tmp_path: Path) -> None:
    runs = [(training(tmp_path / "a", 1.0), 0.25), (training(tmp_path / "b", 3.0), 0.75)]
    assert values(averaged(runs), "") == {2.5}


def test_a_training_without_maps_counts_as_one_whose_maps_add_nothing(tmp_path: Path) -> None:
    first = training(tmp_path / "a", 1.0)
    runs = [(first, 0.25), (training(tmp_path / "b", 3.0, WITH_MAPS), 0.75)]
    model = averaged(runs)
    assert values(model, "reading_map.draw") == {3.0}
    assert values(model, "reading_map.out") == {2.25}
    assert values(model, "encoder") == {2.5}


def test_the_average_is_a_training_folder_that_names_its_parts(tmp_path: Path) -> None:
    training(tmp_path / "a", 1.0), training(tmp_path / "b", 3.0)
    parts = [f"{tmp_path / 'a'}=0.5", f"{tmp_path / 'b'}=0.5"]
    out = tmp_path / "out"
    assert main(["average", *parts, "--out", str(out)]) == 0
    assert values(load_conditional_model(RunFolder(out)), "") == {2.0}
    assert RunFolder(out).config()["average_of"] == [
        {"run": "a", "weight": 0.5, "steps": 10},
        {"run": "b", "weight": 0.5, "steps": 30},
    ]
    assert RunFolder(out).require()["step"] == 30


@pytest.mark.parametrize(
    ("weights", "out", "message"),
    [
        (("0.5", "0.6"), "out", "add up to 1"),
        (("-1", "2"), "out", "positive"),
        (("0.5", "0.5"), "b", "training of its own"),
    ],
)
def test_what_cannot_be_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    weights: tuple[str, str],
    out: str,
    message: str,
) -> None:
    training(tmp_path / "a", 1.0), training(tmp_path / "b", 3.0)
    parts = [f"{tmp_path / name}={weight}" for name, weight in zip("ab", weights, strict=True)]
    assert main(["average", *parts, "--out", str(tmp_path / out)]) == 1
    assert message in capsys.readouterr().err


def test_a_training_of_other_networks_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    training(tmp_path / "a", 1.0)
    other = RunFolder(tmp_path / "b")
    other.prepare({"networks": {"features": [4] * 6}})
    parts = [f"{tmp_path / 'b'}=0.5", f"{tmp_path / 'a'}=0.5"]
    assert main(["average", *parts, "--out", str(tmp_path / "out")]) == 1
    assert "b holds no training of a denoiser" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["a", "a=", "a=much", "=0.5"])
def test_what_is_no_weight_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    with pytest.raises(SystemExit):
        main(["average", text, "--out", str(tmp_path / "out")])
    assert "no RUN=WEIGHT" in capsys.readouterr().err


def test_trainings_of_other_sizes_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    training(tmp_path / "a", 1.0, replace(DENOISER, channels=(16, 16, 16)))
    training(tmp_path / "b", 3.0)
    parts = [f"{tmp_path / 'a'}=0.5", f"{tmp_path / 'b'}=0.5"]
    assert main(["average", *parts, "--out", str(tmp_path / "out")]) == 1
    assert "other sizes" in capsys.readouterr().err
