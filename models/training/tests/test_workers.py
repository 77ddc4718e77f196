"""Data-parallel training on this machine."""

from functools import partial
from pathlib import Path

import torch

from knee_synth.training.workers import Workers, run_workers


def write_shared_results(folder: Path, workers: Workers) -> None:
    """Every process starts from its own gradient and its own wish to stop."""
    weights = torch.nn.Parameter(torch.zeros(3))
    weights.grad = torch.tensor([1.0, 2.0, 3.0]) * (workers.rank + 1)
    workers.average_gradients([weights])
    decision = workers.of_first(0.25 + workers.rank, torch.device("cpu"))
    result = {"gradient": weights.grad, "decision": decision}
    torch.save(result, folder / f"{workers.rank}.pt")


def test_two_workers_share_the_mean_gradient_and_the_first_ones_decision(tmp_path):
    run_workers(2, partial(write_shared_results, tmp_path))
    for rank in (0, 1):
        result = torch.load(tmp_path / f"{rank}.pt", weights_only=True)
        assert result["gradient"].tolist() == [1.5, 3.0, 4.5]
        assert result["decision"] == 0.25


def test_a_single_worker_stays_in_this_process(tmp_path):
    write_shared_results(tmp_path, Workers())
    result = torch.load(tmp_path / "0.pt", weights_only=True)
    assert result["gradient"].tolist() == [1.0, 2.0, 3.0]
