"""Training of the slice segmenter, a tool of the evaluation that no bundle holds."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from monai.losses import DiceCELoss
from torch import nn
from tqdm import tqdm

from knee_synth.data import list_knees
from knee_synth.networks.config import config_of
from knee_synth.networks.segmenter import SEGMENTED, SegmenterConfig, SliceSegmenter
from knee_synth.training.budget import Budget
from knee_synth.training.device import training_device
from knee_synth.training.ema import AveragedNetwork
from knee_synth.training.labelled_slices import (
    LabelledBatch,
    LabelledSlices,
    SliceAppearance,
    joined,
)
from knee_synth.training.pictures import save_grid
from knee_synth.training.redrawn_slices import Redrawing, RedrawnSlices
from knee_synth.training.run_folder import RunError, RunFolder
from knee_synth.training.workers import Workers


@dataclass(frozen=True)
class SegmenterTraining:
    """How the segmenter is trained."""

    batch: int = 8
    knees: int = 150
    learning_rate: float = 2e-3
    averaging: float = 0.99
    checkpoint_s: float = 60.0
    report_every: int = 25
    validation_knees: int = 8
    validation_slices: int = 24
    seed: int = 1


class SegmenterTrainer:
    """Trains in a run folder; made again on the same folder it goes on from its checkpoint.

    With a `redrawing` half of every batch is as a bundle draws slices.

    Raises:
        RunError: there is nothing to train with it any more, or the batch or bundle cannot be used.
        CacheError: its latents are not of these knees.
    """

    def __init__(
        self,
        run: RunFolder,
        data: Path,
        network: SegmenterConfig,
        training: SegmenterTraining,
        budget: Budget,
        workers: Workers,
        redrawing: Redrawing | None = None,
    ) -> None:
        self.run, self.training, self.budget, self.workers = run, training, budget, workers
        if workers.is_first:
            run.prepare({"networks": asdict(network), "training": asdict(training)})
        self.device = training_device()
        torch.manual_seed(training.seed)
        place = {"device": self.device, "memory_format": torch.channels_last}
        self.network = SliceSegmenter(network).to(**place)
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), training.learning_rate, weight_decay=1e-4
        )
        self.average = AveragedNetwork(self.network, training.averaging)
        self.loss = DiceCELoss(include_background=False, to_onehot_y=True, softmax=True, batch=True)
        self.step = 0
        self.redrawn_by: list[str] = []
        self._resume()
        generator = np.random.default_rng((training.seed, self.step, workers.rank))
        self.slices = LabelledSlices(
            list_knees(data, ("train",)), training.knees, generator, SliceAppearance()
        )
        self.redrawn = None
        if redrawing is not None:
            if training.batch < 2:
                raise RunError("half of a batch is redrawn; ask for a --batch of 2 or more")
            if budget.progress(self.step) >= 1:
                raise RunError(f"{run.path.name} is at its end; ask for more --steps or --minutes")
            self.generator = np.random.default_rng((training.seed, self.step, workers.rank, 1))
            knees = list_knees(data, ("train",))
            self.redrawn = RedrawnSlices.of(knees, redrawing, training.seed, workers)
            self.redrawn_by = sorted({*self.redrawn_by, redrawing.name})
        validation = list_knees(data, ("val",))
        self.validation = LabelledSlices(validation, training.validation_knees, generator).spread(
            training.validation_slices
        )

    def train(self) -> None:
        """Train until the budget is spent, writing curves, pictures and checkpoints."""
        self.budget.started = saved = time.monotonic()
        losses: list[float] = []
        bar = tqdm(
            desc="segmenter",
            unit="step",
            initial=self.step,
            total=self.budget.max_steps,
            mininterval=5.0,
            disable=not self.workers.is_first,
        )
        while self.workers.of_first(self.budget.progress(self.step), self.device) < 1:
            losses.append(self._train_step())
            self.step += 1
            bar.update()
            if not self.workers.is_first:
                continue
            if self.step % self.training.report_every == 0:
                seconds, loss = self.budget.elapsed_s(), float(np.mean(losses))
                self.run.log({"step": self.step, "seconds": seconds, "loss": loss})
                bar.set_postfix({"loss": f"{loss:.4f}"}, refresh=False)
                losses.clear()
            if time.monotonic() - saved > self.training.checkpoint_s:
                self._checkpoint()
                saved = time.monotonic()
        bar.close()
        if self.workers.is_first:
            self._checkpoint()

    def _train_step(self) -> float:
        for group in self.optimizer.param_groups:
            group["lr"] = self.training.learning_rate * self.budget.rate(self.step)
        batch = self._batch().to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16):
            logits = self.network(batch.slices, batch.depths_mm)
        loss = self.loss(logits.float(), batch.classes)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.workers.average_gradients(self.network.parameters())
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.average.update(self.network, self.step)
        return loss.item()

    def _batch(self) -> LabelledBatch:
        count = self.training.batch
        if self.redrawn is None:
            return self.slices.draw(count)
        half = count // 2
        return joined(self.slices.draw(count - half), self.redrawn.draw(half, self.generator))

    @torch.inference_mode()
    def _checkpoint(self) -> None:
        self.run.save(
            {
                "network": self.network.state_dict(),
                "average": self.average.network.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "step": self.step,
                "elapsed_s": self.budget.elapsed_s(),
                "redrawn_by": self.redrawn_by,
            }
        )
        batch = self.validation.to(self.device)
        found = self.average.network(batch.slices, batch.depths_mm).argmax(dim=1).cpu().numpy()
        truth = batch.classes[:, 0].cpu().numpy()
        scores = ", ".join(
            f"{tissue.name.lower()} {_dice(found == place, truth == place):.3f}"
            for place, tissue in enumerate(SEGMENTED)
            if place
        )
        tqdm.write(f"step {self.step}: Dice {scores}")
        scale = len(SEGMENTED) - 1
        picture = batch.slices[:6, 0].cpu().numpy()
        save_grid(
            self.run.samples / f"step_{self.step:06d}.png",
            [picture, truth[:6] / scale, found[:6] / scale],
        )

    def _resume(self) -> None:
        state = self.run.load()
        if state is None:
            return
        self.network.load_state_dict(state["network"])
        self.average.network.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]
        self.redrawn_by = state.get("redrawn_by", [])
        self.budget.elapsed_before_s = state["elapsed_s"]


def load_segmenter(run: RunFolder) -> SliceSegmenter:
    """The averaged segmenter of a training.

    Raises:
        RunError: the folder holds no trained segmenter.
    """
    segmenter = SliceSegmenter(config_of(SegmenterConfig, run.config()["networks"]))
    segmenter.load_state_dict(run.require()["average"])
    return segmenter.eval()


def _dice(found: np.ndarray, truth: np.ndarray) -> float:
    total = int(found.sum()) + int(truth.sum())
    return 2 * int((found & truth).sum()) / total if total else 1.0
