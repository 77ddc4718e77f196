"""The loop that every training shares: budget, checkpoints, curves, pictures, resume."""

import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from knee_synth.training.budget import Budget
from knee_synth.training.device import training_device
from knee_synth.training.ema import AveragedNetwork
from knee_synth.training.run_folder import RunFolder
from knee_synth.training.workers import Workers

Network = TypeVar("Network", bound=nn.Module)


class Trainer(ABC, Generic[Network]):
    """Trains a network in a run folder; made again on the same folder it goes on from there.

    A request to terminate (SIGTERM) ends the training after the step in hand, with a checkpoint.

    Args:
        network: the network with its first weights; an average of its weights is kept beside it.
        checkpoint_s: seconds between checkpoints.
        report_every: steps between two rows of the curves.
    """

    name = "training"

    def __init__(
        self,
        network: Network,
        run: RunFolder,
        budget: Budget,
        workers: Workers,
        *,
        learning_rate: float,
        weight_decay: float,
        averaging: float,
        checkpoint_s: float,
        report_every: int,
    ) -> None:
        self.run, self.budget, self.workers = run, budget, workers
        self.device = training_device()
        self.network: Network = self.place(network)
        self.workers.share_weights(self.network)
        self.learning_rate = learning_rate
        self.checkpoint_s, self.report_every = checkpoint_s, report_every
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), learning_rate, weight_decay=weight_decay
        )
        self.average = AveragedNetwork(self.network, averaging)
        self.step = 0
        self._stopping = False

    @abstractmethod
    def losses(self) -> tuple[torch.Tensor, dict[str, float]]:
        """The loss of a fresh batch, and the figures that its row of the curves holds."""

    def figures(self) -> dict[str, float]:
        """Figures that a row of the curves holds besides the means of the steps' own."""
        return {}

    def show(self) -> None:
        """Write sample pictures, at every checkpoint."""

    def rate(self) -> float:
        """Factor on the learning rate at the step in hand."""
        return self.budget.rate(self.step)

    def averaged_steps(self) -> int:
        """Steps that the average of the weights knows of."""
        return self.step

    def place(self, network: Any) -> Any:
        """The network on the training's device, laid out for convolutions."""
        return network.to(self.device).to(memory_format=torch.channels_last)

    def train(self) -> None:
        """Train until the budget is spent, writing curves, pictures and checkpoints."""
        saved = time.monotonic()
        rows: list[dict[str, float]] = []
        bar = tqdm(
            desc=self.name,
            unit="step",
            initial=self.step,
            total=self.budget.max_steps,
            mininterval=5.0,
            disable=not self.workers.is_first,
        )
        with self._ending_on_request():
            while self.workers.of_first(self._progress(), self.device) < 1:
                rows.append(self._train_step())
                self.step += 1
                bar.update()
                if not self.workers.is_first:
                    continue
                if self.step % self.report_every == 0:
                    self._report(rows, bar)
                    rows.clear()
                if time.monotonic() - saved > self.checkpoint_s:
                    self.save()
                    saved = time.monotonic()
        bar.close()
        if self.workers.is_first:
            self.save()

    def _progress(self) -> float:
        return 1.0 if self._stopping else self.budget.progress(self.step)

    def _train_step(self) -> dict[str, float]:
        rate = self.rate()
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate * rate
        loss, figures = self.losses()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.workers.average_gradients(self.network.parameters())
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.average.update(self.network, self.averaged_steps())
        return figures

    def _report(self, rows: list[dict[str, float]], bar: tqdm) -> None:
        shared = {name for row in rows for name in row}
        means = {n: float(np.mean([r[n] for r in rows if n in r])) for n in sorted(shared)}
        row = {**means, **self.figures()}
        self.run.log({"step": self.step, "seconds": self.budget.elapsed_s(), **row})
        bar.set_postfix({name: f"{value:.4f}" for name, value in row.items()}, refresh=False)

    def state(self) -> dict[str, Any]:
        """What a checkpoint holds."""
        return {
            "network": self.network.state_dict(),
            "average": self.average.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "elapsed_s": self.budget.elapsed_s(),
        }

    def save(self) -> None:
        """Write a checkpoint and the pictures that belong to it."""
        self.run.save(self.state())
        self.show()

    def resume(self) -> dict[str, Any] | None:
        """Take up the last checkpoint where there is one; returns what it holds."""
        state = self.run.load()
        if state is None:
            return None
        self.network.load_state_dict(state["network"])
        self.average.network.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]
        self.budget.elapsed_before_s = state["elapsed_s"]
        return state

    @contextmanager
    def _ending_on_request(self) -> Iterator[None]:
        def end(*_: object) -> None:
            self._stopping = True

        before = signal.signal(signal.SIGTERM, end)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, before)
