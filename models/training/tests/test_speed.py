"""Timing of a bundle in PyTorch, as `npm run bench` uses it."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from knee_synth.speed import sampling
from knee_synth.speed.cli import main
from knee_synth.speed.sampling import CallTimes, timed_network

TINY = Path(__file__).resolve().parents[3] / "test/fixtures/tiny-bundle"


class Scale(nn.Module):
    """Two inputs whose order matters."""

    def forward(self, base: torch.Tensor, factor: torch.Tensor) -> torch.Tensor:
        return base - 2 * factor


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that goes on by one millisecond whenever it is read."""
    ticks = iter(range(10_000))
    monkeypatch.setattr(sampling, "now_ms", lambda _: float(next(ticks)))


def test_a_timed_network_answers_by_name_and_adds_up_its_time(clock: None) -> None:
    times = CallTimes()
    network = timed_network(Scale(), ("base", "factor"), torch.device("cpu"), times)
    inputs = {"factor": np.ones(3, np.float32), "base": np.full(3, 5, np.float32)}
    assert network(inputs).tolist() == [3, 3, 3]
    network(inputs)
    assert times.total_ms == 2
    assert times.first_end_ms == 1


def test_a_run_is_told_in_the_parts_of_the_table(
    clock: None, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ["--bundle", str(TINY), "--slices", "3", "--steps", "2", "--batch", "2"]
    assert main(run) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["device"] == "cpu"
    assert found["version"] == torch.__version__
    # The clock is read twice a call of the encoder (1), the denoiser (2 batches x 2 steps and 2 of
    # the restart) and the decoder (2), and at either end: 23 ms, 1 the encoder's, 2 the decoder's.
    assert found["volume_ms"] == 23
    assert found["step_ms"] == pytest.approx(20 / 3 / 4)
    assert found["decode_ms"] == pytest.approx(2 / 3)
    assert found["first_slice_ms"] == 12
    assert found["peak_memory_mb"] > 10


def test_the_floor_names_the_work_of_each_network(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--bundle", str(TINY), "--floor"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["giga_macs"]) == {"xray_encoder", "denoiser", "decoder"}
    assert set(found["giga_macs_per_second"]) == {"matrix", "convolution"}
    assert min(found["giga_macs_per_second"].values()) > 0


def test_a_missing_device_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert main(["--bundle", str(TINY), "--device", "cuda"]) == 1
    assert "no CUDA device" in capsys.readouterr().err
