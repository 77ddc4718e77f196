"""Data-parallel training in several local processes: one a GPU, or one a CPU core.

On a shared CPU several single-threaded processes beat one process of several threads: they meet
once a step instead of once an operator.
"""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import torch
from torch import nn
from torch.distributed import ReduceOp, all_reduce, broadcast, destroy_process_group
from torch.distributed import init_process_group as join_group

_LAST_WORD_S = 5.0


class Workers:
    """The processes of a training; rank 0 alone writes files."""

    def __init__(self, rank: int = 0, count: int = 1) -> None:
        self.rank = rank
        self.count = count

    @property
    def is_first(self) -> bool:
        return self.rank == 0

    def average_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Replace every gradient by its mean over the processes."""
        if self.count == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([gradient.reshape(-1) for gradient in gradients])
        all_reduce(flat, ReduceOp.SUM)
        flat /= self.count
        parts = flat.split([gradient.numel() for gradient in gradients])
        for gradient, part in zip(gradients, parts, strict=True):
            gradient.copy_(part.view_as(gradient))

    def share_weights(self, network: nn.Module) -> None:
        """Give all processes the first one's weights."""
        if self.count > 1:
            for values in network.state_dict().values():
                shared = values.contiguous()
                broadcast(shared, 0)
                values.copy_(shared)

    def of_first(self, value: float, device: torch.device) -> float:
        """The first process's value, for decisions that all must share."""
        if self.count == 1:
            return value
        shared = torch.tensor([value], dtype=torch.float64, device=device)
        broadcast(shared, 0)
        return float(shared.item())


def run_workers(count: int, task: Callable[[Workers], None]) -> None:
    """Run a task in `count` processes of this machine, in this process if 1.

    The processes find each other through a file and talk over the loopback interface. Under
    `torchrun`, which has started the processes already, each runs the task as one of them.
    """
    if "TORCHELASTIC_RUN_ID" in os.environ:
        _run_under_torchrun(task)
        return
    if count == 1:
        task(Workers())
        return
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(_run, (count, Path(folder) / "meeting", task), nprocs=count)


def _run_under_torchrun(task: Callable[[Workers], None]) -> None:
    """Join the processes that torchrun started; it says by environment variables which this is."""
    cuda = torch.cuda.is_available()
    if cuda:
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    join_group("nccl" if cuda else "gloo")
    try:
        task(Workers(int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])))
    finally:
        destroy_process_group()


def _run(rank: int, count: int, meeting: Path, task: Callable[[Workers], None]) -> None:
    # A worker is sent SIGINT when its parent ends; a shell's background job would ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    cuda = torch.cuda.is_available()
    if cuda:
        torch.cuda.set_device(rank)
    else:
        os.environ["OMP_NUM_THREADS"] = str(max(1, (os.cpu_count() or 1) // count))
    join_group(
        "nccl" if cuda else "gloo", init_method=meeting.as_uri(), rank=rank, world_size=count
    )
    try:
        task(Workers(rank, count))
    except RuntimeError:
        # Often a connection that another process left: what made that one end is told first, and
        # ends this one.
        time.sleep(_LAST_WORD_S)
        raise
    finally:
        destroy_process_group()
