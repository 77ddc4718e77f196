"""Training of the slice autoencoder."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from knee_synth.data import list_knees
from knee_synth.evaluate.measures import psnr, ssim
from knee_synth.networks import AutoencoderConfig, SliceAutoencoder
from knee_synth.training.budget import Budget
from knee_synth.training.device import training_device
from knee_synth.training.discriminator import hinge_discriminator_loss, make_discriminator
from knee_synth.training.ema import AveragedNetwork
from knee_synth.training.losses import kl_to_standard_normal, reconstruction_loss
from knee_synth.training.pictures import save_grid
from knee_synth.training.run_folder import RunFolder
from knee_synth.training.slices import SliceCrops, fixed_slices
from knee_synth.training.workers import Workers


@dataclass(frozen=True)
class AutoencoderTraining:
    """How the autoencoder is trained. Weights are relative to an L1 of grey levels in [0, 1]."""

    batch: int = 16
    crop: int = 128
    learning_rate: float = 6e-4
    gradient_weight: float = 1.0
    kl_weight: float = 1e-4
    adversarial_weight: float = 0.0
    decoder_only: bool = False
    averaging: float = 0.998
    checkpoint_s: float = 120.0
    report_every: int = 50
    validation_slices: int = 12
    seed: int = 1


class AutoencoderTrainer:
    """Trains in a run folder; made again on the same folder it goes on from its checkpoint."""

    def __init__(
        self,
        run: RunFolder,
        data: Path,
        networks: AutoencoderConfig,
        training: AutoencoderTraining,
        budget: Budget,
        workers: Workers,
    ) -> None:
        self.run, self.training, self.budget, self.workers = run, training, budget, workers
        if workers.is_first:
            run.prepare({"networks": asdict(networks), "training": asdict(training)})
        self.device = training_device()
        torch.manual_seed(training.seed)
        self.network = self._place(SliceAutoencoder(networks))
        if training.decoder_only:
            for part in self.network.encoding_side():
                part.requires_grad_(False)
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), training.learning_rate, weight_decay=1e-4
        )
        self.discriminator: nn.Module | None = None
        if training.adversarial_weight:
            self.discriminator = self._place(make_discriminator())
            self.discriminator_optimizer = torch.optim.AdamW(
                self.discriminator.parameters(), 2e-4, betas=(0.5, 0.9)
            )
        self.average = AveragedNetwork(self.network, training.averaging)
        self.step = 0
        self._resume()
        if training.decoder_only:
            self._adopt_averaged_encoder()
        generator = np.random.default_rng((training.seed, self.step, workers.rank))
        self.crops = SliceCrops(list_knees(data, ("train",)), generator)
        self.validation = fixed_slices(list_knees(data, ("val",)), training.validation_slices)

    def _place(self, network: nn.Module) -> Any:
        return network.to(self.device).to(memory_format=torch.channels_last)

    def train(self) -> None:
        """Train until the budget is spent, writing curves, pictures and checkpoints."""
        saved = time.monotonic()
        rows: list[dict[str, float]] = []
        bar = tqdm(
            desc="autoencoder",
            unit="step",
            initial=self.step,
            total=self.budget.max_steps,
            mininterval=5.0,
            disable=not self.workers.is_first,
        )
        while self.workers.of_first(self.budget.progress(self.step), self.device) < 1:
            rows.append(self._train_step())
            self.step += 1
            bar.update()
            if not self.workers.is_first:
                continue
            if self.step % self.training.report_every == 0:
                means = {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}
                self.run.log({"step": self.step, "seconds": self.budget.elapsed_s(), **means})
                bar.set_postfix({k: f"{v:.4f}" for k, v in means.items()}, refresh=False)
                rows.clear()
            if time.monotonic() - saved > self.training.checkpoint_s:
                self._checkpoint()
                saved = time.monotonic()
        bar.close()
        if self.workers.is_first:
            self._checkpoint()

    def _train_step(self) -> dict[str, float]:
        rate = self.budget.rate(self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = self.training.learning_rate * rate
        real = self.crops.draw(self.training.batch, self.training.crop).to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16):
            output, mean, deviation = self.network(real)
        output = output.float()
        reconstruction = reconstruction_loss(output, real, self.training.gradient_weight)
        kl = kl_to_standard_normal(mean.float(), deviation.float())
        total = reconstruction + self.training.kl_weight * kl
        values = {"loss": reconstruction.item(), "kl": kl.item()}
        if self.discriminator is not None:
            total = total + self._adversarial_term(self.discriminator, output)
            values["discriminator"] = self._train_discriminator(self.discriminator, real, output)
        self.optimizer.zero_grad(set_to_none=True)
        total.backward()
        self.workers.average_gradients(self.network.parameters())
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.average.update(self.network, self.step)
        return values

    def _adversarial_term(self, discriminator: nn.Module, output: torch.Tensor) -> torch.Tensor:
        discriminator.requires_grad_(False)
        with torch.autocast(self.device.type, torch.bfloat16):
            score = discriminator(output)[-1]
        return -self.training.adversarial_weight * score.float().mean()

    def _train_discriminator(
        self, discriminator: nn.Module, real: torch.Tensor, output: torch.Tensor
    ) -> float:
        discriminator.requires_grad_(True)
        with torch.autocast(self.device.type, torch.bfloat16):
            scores = discriminator(torch.cat([real, output.detach()]))[-1].float()
        loss = hinge_discriminator_loss(*scores.chunk(2))
        self.discriminator_optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.workers.average_gradients(discriminator.parameters())
        self.discriminator_optimizer.step()
        return loss.item()

    @torch.inference_mode()
    def _checkpoint(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "average": self.average.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "elapsed_s": self.budget.elapsed_s(),
        }
        if self.discriminator is not None:
            state["discriminator"] = self.discriminator.state_dict()
            state["discriminator_optimizer"] = self.discriminator_optimizer.state_dict()
        self.run.save(state)
        with torch.autocast(self.device.type, torch.bfloat16):
            mean, _ = self.average.network.encode(self.validation.to(self.device))
            output = self.average.network.decode(mean)
        pictures = output.float().clamp(0, 1).cpu().numpy()[:, 0]
        truth = self.validation.numpy()[:, 0]
        quality = {"psnr": psnr(pictures, truth), "ssim": ssim(pictures, truth)}
        tqdm.write(f"step {self.step}: PSNR {quality['psnr']:.2f} SSIM {quality['ssim']:.4f}")
        half = min(6, len(truth))
        rows = [truth[:half], pictures[:half], truth[half:], pictures[half:]]
        save_grid(self.run.samples / f"step_{self.step:06d}.png", [r for r in rows if len(r)])

    def _adopt_averaged_encoder(self) -> None:
        """Train on the latents that are in use: those of the averaged encoder."""
        sides = (self.network.encoding_side(), self.average.network.encoding_side())
        for part, averaged in zip(*sides, strict=True):
            part.load_state_dict(averaged.state_dict())

    def _resume(self) -> None:
        state = self.run.load()
        if state is None:
            return
        self.network.load_state_dict(state["network"])
        self.average.network.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]
        self.budget.elapsed_before_s = state["elapsed_s"]
        if self.discriminator is not None and "discriminator" in state:
            self.discriminator.load_state_dict(state["discriminator"])
            self.discriminator_optimizer.load_state_dict(state["discriminator_optimizer"])


def load_autoencoder(run: RunFolder) -> SliceAutoencoder:
    """The averaged autoencoder of a training.

    Raises:
        RunError: the folder holds no trained autoencoder.
    """
    networks = run.config()["networks"]
    config = AutoencoderConfig(**{**networks, "channels": tuple(networks["channels"])})
    autoencoder = SliceAutoencoder(config)
    autoencoder.load_state_dict(run.require()["average"])
    return autoencoder.eval()
