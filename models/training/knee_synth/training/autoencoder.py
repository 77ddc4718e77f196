"""Training of the slice autoencoder."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from tqdm import tqdm

from knee_synth.data import list_knees
from knee_synth.data.latents import LATENT_STATISTICS, statistics_of
from knee_synth.evaluate.measures import psnr, ssim
from knee_synth.networks import AutoencoderConfig, SliceAutoencoder
from knee_synth.networks.autoencoder import ENCODING_WEIGHTS
from knee_synth.networks.config import config_of
from knee_synth.training.budget import Budget
from knee_synth.training.discriminator import hinge_discriminator_loss, make_discriminator
from knee_synth.training.drawn_latents import Drawing, DrawnLatents
from knee_synth.training.loop import Trainer
from knee_synth.training.losses import kl_to_standard_normal, reconstruction_loss
from knee_synth.training.pictures import save_grid
from knee_synth.training.run_folder import RunError, RunFolder
from knee_synth.training.slices import SliceCrops, fixed_slices
from knee_synth.training.workers import Workers


@dataclass(frozen=True)
class AutoencoderTraining:
    """How the autoencoder is trained. Weights are relative to an L1 of grey levels in [0, 1].

    With `decoder_only` the latents stay as they are, with `encoder_only` what a latent means. The
    mean squared error of the latents of `drawn_slices` slices a step that a bundle drew (see
    `DrawnLatents`; standardised) counts `drawn_weight` times.
    `max_knees` bounds the memory: every process holds its knees' slices, 3.3 MB a knee.
    """

    batch: int = 16
    crop: int = 128
    learning_rate: float = 6e-4
    gradient_weight: float = 1.0
    ssim_weight: float = 0.2
    kl_weight: float = 1e-4
    adversarial_weight: float = 0.0
    drawn_weight: float = 0.2
    drawn_slices: int = 4
    decoder_only: bool = False
    encoder_only: bool = False
    max_knees: int = 800
    averaging: float = 0.998
    checkpoint_s: float = 120.0
    report_every: int = 50
    validation_slices: int = 12
    seed: int = 1


class AutoencoderTrainer(Trainer[SliceAutoencoder]):
    """Trains the autoencoder, with a patch critic where one is asked for."""

    name = "autoencoder"

    def __init__(
        self,
        run: RunFolder,
        data: Path,
        networks: AutoencoderConfig,
        training: AutoencoderTraining,
        budget: Budget,
        workers: Workers,
        start: SliceAutoencoder | None = None,
        about: Mapping[str, Any] | None = None,
        drawing: Drawing | None = None,
    ) -> None:
        """`about` joins what the folder's configuration says of the training; a `drawing` needs its
        `latent_statistics`, those of the bundle that draws."""
        self.training = training
        if workers.is_first:
            config = {"networks": asdict(networks), "training": asdict(training)}
            run.prepare({**config, **(about or {})})
        torch.manual_seed(training.seed)
        super().__init__(
            start or SliceAutoencoder(networks),
            run,
            budget,
            workers,
            learning_rate=training.learning_rate,
            weight_decay=1e-4,
            averaging=training.averaging,
            checkpoint_s=training.checkpoint_s,
            report_every=training.report_every,
        )
        if training.decoder_only:
            for part in self.network.encoding_side():
                part.requires_grad_(False)
        if training.encoder_only:
            for part in self.network.decoding_side():
                part.requires_grad_(False)
        self.discriminator: nn.Module | None = None
        if training.adversarial_weight:
            self.discriminator = self.place(make_discriminator())
            self.discriminator_optimizer = torch.optim.AdamW(
                self.discriminator.parameters(), 2e-4, betas=(0.5, 0.9)
            )
        self.resume()
        # What is kept is what is in use: the averaged side.
        if training.decoder_only:
            self._adopt_averaged(SliceAutoencoder.encoding_side)
        if training.encoder_only:
            self._adopt_averaged(SliceAutoencoder.decoding_side)
        generator = np.random.default_rng((training.seed, self.step, workers.rank))
        knees = list_knees(data, ("train",))[workers.rank :: workers.count]
        self.crops = SliceCrops(knees[: training.max_knees], generator)
        self.generator = np.random.default_rng((training.seed, self.step, workers.rank, 1))
        self.drawn: DrawnLatents | None = None
        if drawing is not None:
            statistics = statistics_of((about or {})[LATENT_STATISTICS])
            shape = (1, networks.latent_channels, 1, 1)
            self.mean = torch.tensor(statistics.mean, device=self.device).view(shape)
            self.deviation = torch.tensor(statistics.deviation, device=self.device).view(shape)
            chosen = list_knees(data, ("train",))
            self.drawn = DrawnLatents.of(chosen, drawing, training.seed, workers)
        self.validation = fixed_slices(list_knees(data, ("val",)), training.validation_slices)

    def losses(self) -> tuple[torch.Tensor, dict[str, float]]:
        training = self.training
        real = self.crops.draw(training.batch, training.crop).to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16):
            output, mean, deviation = self.network(real)
        output = output.float()
        reconstruction = reconstruction_loss(
            output, real, training.gradient_weight, training.ssim_weight
        )
        kl = kl_to_standard_normal(mean.float(), deviation.float())
        total = reconstruction + training.kl_weight * kl
        figures = {"loss": reconstruction.item(), "kl": kl.item()}
        if self.drawn is not None:
            latent = self._drawn_loss(self.drawn)
            figures["latent"] = latent.item()
            total = total + training.drawn_weight * latent
        if self.discriminator is not None:
            # The critic's step changes its weights, so it comes before they enter the loss.
            figures["discriminator"] = self._train_discriminator(self.discriminator, real, output)
            total = total + self._adversarial_term(self.discriminator, output)
        return total, figures

    def _drawn_loss(self, drawn: DrawnLatents) -> torch.Tensor:
        slices, latents = drawn.draw(self.training.drawn_slices, self.generator)
        slices = slices.to(self.device, memory_format=torch.channels_last)
        with torch.autocast(self.device.type, torch.bfloat16):
            mean, _ = self.network.encode(slices)
        standardised = (mean.float() - self.mean) / self.deviation
        return functional.mse_loss(standardised, latents.to(self.device))

    def _adversarial_term(self, discriminator: nn.Module, output: torch.Tensor) -> torch.Tensor:
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
        discriminator.requires_grad_(False)
        return loss.item()

    @torch.inference_mode()
    def show(self) -> None:
        """Validation slices above their reconstructions, with PSNR and SSIM in the log."""
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

    def _adopt_averaged(self, side: Callable[[SliceAutoencoder], tuple[nn.Module, ...]]) -> None:
        for part, averaged in zip(side(self.network), side(self.average.network), strict=True):
            part.load_state_dict(averaged.state_dict())

    def state(self) -> dict[str, Any]:
        state = super().state()
        if self.discriminator is not None:
            state["discriminator"] = self.discriminator.state_dict()
            state["discriminator_optimizer"] = self.discriminator_optimizer.state_dict()
        return state

    def resume(self) -> dict[str, Any] | None:
        state = super().resume()
        if state is not None and self.discriminator is not None and "discriminator" in state:
            self.discriminator.load_state_dict(state["discriminator"])
            self.discriminator_optimizer.load_state_dict(state["discriminator_optimizer"])
        return state


def load_autoencoder(run: RunFolder, needs_encoder: bool = True) -> SliceAutoencoder:
    """The averaged autoencoder of a training.

    Args:
        needs_encoder: whether one that can only decode, as a bundle holds it, is of no use; the
            encoder of such a one is random.

    Raises:
        RunError: the folder holds no trained autoencoder, or none that can do it.
    """
    try:
        autoencoder = SliceAutoencoder(config_of(AutoencoderConfig, run.config()["networks"]))
        result = autoencoder.load_state_dict(run.require()["average"], strict=False)
    except (RuntimeError, TypeError) as error:
        raise RunError(f"{run.path.name} holds no training of an autoencoder") from error
    decoding = [n for n in result.missing_keys if not n.startswith(ENCODING_WEIGHTS)]
    if decoding or result.unexpected_keys:
        raise RunError(f"{run.path.name} holds an autoencoder of another version")
    if needs_encoder and result.missing_keys:
        raise RunError(
            f"{run.path.name} can only decode, because a bundle holds no encoder; fit one with "
            f"knee_synth train autoencoder --start {run.path.name} --encoder-only "
            "--drawn-by BUNDLE"
        )
    return autoencoder.eval()
