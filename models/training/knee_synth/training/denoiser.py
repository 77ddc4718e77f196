"""Joint training of the denoiser and the radiograph encoder."""

import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from knee_synth.data import FilmAugmentation, LatentStore
from knee_synth.networks import (
    ConditionalDenoiser,
    DenoiserConfig,
    RadiographEncoder,
    RadiographEncoderConfig,
)
from knee_synth.training.budget import Budget
from knee_synth.training.conditions import BatchSampler, Withholding
from knee_synth.training.device import training_device
from knee_synth.training.ema import AveragedNetwork
from knee_synth.training.preview import SamplePreview
from knee_synth.training.run_folder import RunFolder
from knee_synth.training.workers import Workers


@dataclass(frozen=True)
class DenoiserTraining:
    """How the denoiser is trained."""

    knees: int = 4
    slices_each: int = 6
    learning_rate: float = 7e-4
    encoder_steps: int = 1200
    encoder_knees: int = 8
    encoder_slices_each: int = 25
    outline_weight: float = 0.5
    averaging: float = 0.998
    checkpoint_s: float = 120.0
    preview_s: float = 240.0
    report_every: int = 100
    validation_batches: int = 2
    seed: int = 2
    augmentation: FilmAugmentation = field(default_factory=FilmAugmentation)
    withholding: Withholding = field(default_factory=Withholding)


class ConditionalModel(nn.Module):
    """The radiograph encoder and the denoiser, trained as one.

    `outline` is there for training alone: it reads the clean latent off the radiograph features of
    a depth, so that the encoder learns from the first step on what the features must tell. Without
    it the denoiser took thousands of steps before it looked at the radiograph at all.
    """

    def __init__(self, encoder: RadiographEncoderConfig, denoiser: DenoiserConfig) -> None:
        super().__init__()
        if encoder.features != denoiser.radiograph_features:
            raise ValueError("encoder and denoiser differ in the number of radiograph features")
        self.encoder = RadiographEncoder(encoder)
        self.denoiser = ConditionalDenoiser(denoiser)
        group = self.denoiser.depth_mixture.group
        self.outline = nn.Conv2d(group, denoiser.latent_channels, 3, padding=1)

    def outlines(self, features: torch.Tensor, depth: torch.Tensor) -> torch.Tensor:
        """Clean latents at `depth` [B,n] as the features alone tell them, (B*n, C, 32, 32)."""
        return self.outline(self.denoiser.depth_mixture(features, depth))

    def forward(
        self,
        noisy_latent: torch.Tensor,
        time_embedding: torch.Tensor,
        radiographs: torch.Tensor,
        knee_of_slice: torch.Tensor,
        depth: torch.Tensor,
        readings: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The prediction and the outlines."""
        features = self.encoder(radiographs)[knee_of_slice]
        prediction = self.denoiser(noisy_latent, time_embedding, features, depth, readings)
        return prediction, self.outlines(features, depth)


class DenoiserTrainer:
    """Trains in a run folder; made again on the same folder it goes on from its checkpoint."""

    def __init__(
        self,
        run: RunFolder,
        latents: Path,
        encoder: RadiographEncoderConfig,
        denoiser: DenoiserConfig,
        training: DenoiserTraining,
        budget: Budget,
        preview: SamplePreview | None,
        workers: Workers,
    ) -> None:
        self.run, self.training, self.budget, self.preview = run, training, budget, preview
        self.workers = workers
        if workers.is_first:
            run.prepare(
                {
                    "networks": {"encoder": asdict(encoder), "denoiser": asdict(denoiser)},
                    "training": asdict(training),
                }
            )
        self.device = training_device()
        torch.manual_seed(training.seed)
        model = ConditionalModel(encoder, denoiser)
        self.model = model.to(self.device).to(memory_format=torch.channels_last)
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), training.learning_rate, weight_decay=1e-3
        )
        self.average = AveragedNetwork(self.model, training.averaging)
        self.step = 0
        self._resume()
        store = LatentStore.open(latents)
        self.sampler = self._sampler(store, "train", (training.seed, self.step, workers.rank))
        self.store = store

    def _sampler(self, store: LatentStore, split: str, seed: tuple[int, ...]) -> BatchSampler:
        return BatchSampler(
            store,
            store.of_split(split),
            self.training.augmentation,
            self.training.withholding,
            np.random.default_rng(seed),
        )

    def train(self) -> None:
        """Train until the budget is spent, writing curves, pictures and checkpoints."""
        saved = previewed = time.monotonic()
        losses: list[float] = []
        bar = tqdm(
            desc="denoiser",
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
                self._report(float(np.mean(losses)))
                losses.clear()
            if time.monotonic() - saved > self.training.checkpoint_s:
                self._save()
                saved = time.monotonic()
            if time.monotonic() - previewed > self.training.preview_s:
                self._show()
                previewed = time.monotonic()
        bar.close()
        if self.workers.is_first:
            self._save()
            self._show()

    def _train_step(self) -> float:
        rate = self.budget.rate(self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = self.training.learning_rate * rate
        encoder_alone = self.step < self.training.encoder_steps
        loss = (self._encoder_loss if encoder_alone else self._loss)(self.model, self.sampler)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.workers.average_gradients(self.model.parameters())
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        # The denoiser's first weights must not linger in the average.
        self.average.update(self.model, max(0, self.step - self.training.encoder_steps))
        return loss.item()

    def _draw(self, sampler: BatchSampler, knees: int, slices_each: int) -> dict[str, torch.Tensor]:
        batch = sampler.draw(knees, slices_each)
        return {name: value.to(self.device) for name, value in vars(batch).items()}

    def _loss(self, model: ConditionalModel, sampler: BatchSampler) -> torch.Tensor:
        inputs = self._draw(sampler, self.training.knees, self.training.slices_each)
        target, clean = inputs.pop("target"), inputs.pop("clean")
        with torch.autocast(self.device.type, torch.bfloat16):
            prediction, outlines = model(**inputs)
        # Away from the training step, the curve shows the denoiser alone.
        weight = self.training.outline_weight if model.training else 0.0
        loss = nn.functional.mse_loss(prediction.float(), target)
        return loss + weight * nn.functional.mse_loss(outlines.float(), clean)

    def _encoder_loss(self, model: ConditionalModel, sampler: BatchSampler) -> torch.Tensor:
        training = self.training
        inputs = self._draw(sampler, training.encoder_knees, training.encoder_slices_each)
        with torch.autocast(self.device.type, torch.bfloat16):
            features = model.encoder(inputs["radiographs"])
            depths = inputs["depth"].reshape(training.encoder_knees, -1)
            outlines = model.outlines(features, depths)
        return nn.functional.mse_loss(outlines.float(), inputs["clean"])

    @torch.inference_mode()
    def _report(self, loss: float) -> None:
        # The same draws every time, so that the curve shows the network and not the draw.
        sampler = self._sampler(self.store, "val", (self.training.seed, 0))
        count = self.training.validation_batches
        losses = [self._loss(self.average.network, sampler).item() for _ in range(count)]
        validation = float(np.mean(losses))
        row = {"step": self.step, "seconds": self.budget.elapsed_s(), "loss": loss}
        self.run.log({**row, "validation": validation})
        if self.step % (10 * self.training.report_every) == 0:
            tqdm.write(f"step {self.step}: loss {loss:.4f} validation {validation:.4f}")

    def _show(self) -> None:
        if self.preview is not None:
            path = self.run.samples / f"step_{self.step:06d}.png"
            self.preview.save(path, self.average.network)

    def _save(self) -> None:
        self.run.save(
            {
                "model": self.model.state_dict(),
                "average": self.average.network.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "step": self.step,
                "elapsed_s": self.budget.elapsed_s(),
            }
        )

    def _resume(self) -> None:
        state = self.run.load()
        if state is None:
            return
        self.model.load_state_dict(state["model"])
        self.average.network.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]
        self.budget.elapsed_before_s = state["elapsed_s"]


def load_conditional_model(run: RunFolder) -> ConditionalModel:
    """The averaged denoiser and radiograph encoder of a training.

    Raises:
        RunError: the folder holds no such training.
    """
    networks: dict[str, dict[str, Any]] = run.config()["networks"]
    encoder, denoiser = (
        {**networks[name], "channels": tuple(networks[name]["channels"])}
        for name in ("encoder", "denoiser")
    )
    model = ConditionalModel(RadiographEncoderConfig(**encoder), DenoiserConfig(**denoiser))
    model.load_state_dict(run.require()["average"])
    return model.eval()
