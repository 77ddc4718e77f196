"""Data-parallel training on this machine."""

import os
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
import torch
from torch.multiprocessing.spawn import ProcessRaisedException

from knee_synth.training.run_folder import RunError
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


def fail_as_a_folder_does(workers: Workers) -> None:
    if workers.is_first:
        time.sleep(1)
        raise RunError("the folder is damaged")
    raise RuntimeError("Connection closed by peer")


def test_the_cause_is_told_and_not_the_connection_that_it_ended():
    with pytest.raises(ProcessRaisedException, match="the folder is damaged"):
        run_workers(2, fail_as_a_folder_does)


def write_shared_weights(folder: Path, workers: Workers) -> None:
    torch.manual_seed(workers.rank)
    network = torch.nn.Conv2d(2, 4, 3).to(memory_format=torch.channels_last)
    workers.share_weights(network)
    torch.save(network.state_dict(), folder / f"{workers.rank}.pt")


def test_all_begin_with_the_first_ones_weights(tmp_path):
    run_workers(2, partial(write_shared_weights, tmp_path))
    torch.manual_seed(0)
    first = torch.nn.Conv2d(2, 4, 3).state_dict()
    for rank in (0, 1):
        weights = torch.load(tmp_path / f"{rank}.pt", weights_only=True)
        assert all(torch.equal(weights[name], first[name]) for name in first)


def test_a_single_worker_stays_in_this_process(tmp_path):
    write_shared_results(tmp_path, Workers())
    result = torch.load(tmp_path / "0.pt", weights_only=True)
    assert result["gradient"].tolist() == [1.0, 2.0, 3.0]


def test_under_torchrun_a_process_is_the_worker_that_torchrun_says(tmp_path):
    """As `docs/bring-your-own-model.md` has it: `torchrun --nproc-per-node 2 -m -- MODULE ...`."""
    command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    command += ["--master-addr", "127.0.0.1", "--master-port", str(free_port())]
    task = ["-m", "--", "tests.test_workers", "--run", str(tmp_path)]
    on_cpu = {"OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo", "CUDA_VISIBLE_DEVICES": ""}
    environment = {**os.environ, **on_cpu}
    root = Path(__file__).parents[1]
    subprocess.run([*command, *task], cwd=root, env=environment, check=True, capture_output=True)
    results = [torch.load(tmp_path / f"{rank}.pt", weights_only=True) for rank in (0, 1)]
    assert [result["gradient"].tolist() for result in results] == [[1.5, 3.0, 4.5]] * 2
    assert [result["decision"] for result in results] == [0.25, 0.25]


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


if __name__ == "__main__":
    run_workers(1, partial(write_shared_results, Path(sys.argv[2])))
