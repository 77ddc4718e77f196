"""Joint training of the denoiser and the radiograph encoder."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

from knee_synth.data import FilmAugmentation, LatentStore
from knee_synth.networks import DenoiserConfig, LatentCodec, RadiographEncoderConfig
from knee_synth.training.budget import Budget
from knee_synth.training.conditional_model import ConditionalModel
from knee_synth.training.conditions import BatchSampler, Withholding
from knee_synth.training.contrast import contrast_loss
from knee_synth.training.critic import Critic
from knee_synth.training.joint_weight import joint_weight
from knee_synth.training.loop import Trainer
from knee_synth.training.picture_loss import PictureLoss, drawn_places
from knee_synth.training.preview import SamplePreview
from knee_synth.training.run_folder import RunFolder
from knee_synth.training.workers import Workers

#: Knees of a step of which slices are decoded: the pair, and one with a film of its own.
_PICTURE_KNEES = 3


@dataclass(frozen=True)
class DenoiserTraining:
    """How the denoiser is trained.

    For the first `encoder_steps` steps the radiograph encoder learns alone, on `encoder_knees`
    films with `encoder_slices_each` slices each; its learning rate comes down at their end.
    In the losses (not in the figures of validation) the joint counts `joint_weight` times. Where
    the data has knees with other readings, the first two knees of a step (of two knees or more) are
    such a pair, and the error of the difference between them counts `contrast_weight` times (see
    `contrast_loss`). `picture_slices` slices of each of the first three knees are decoded, and
    their error in the picture counts `picture_weight` times (see `PictureLoss`), the pair's
    difference in it `picture_contrast_weight` times. What a critic finds unlike a slice counts
    `adversarial_weight` times as much as the error in the picture (see `Critic`).
    """

    knees: int = 4
    slices_each: int = 8
    learning_rate: float = 8e-4
    encoder_steps: int = 12000
    encoder_knees: int = 4
    encoder_slices_each: int = 16
    outline_weight: float = 0.3
    joint_weight: float = 4.0
    contrast_weight: float = 1.0
    picture_weight: float = 0.5
    picture_contrast_weight: float = 1.0
    picture_slices: int = 3
    adversarial_weight: float = 0.5
    averaging: float = 0.998
    checkpoint_s: float = 240.0
    report_every: int = 100
    validation_batches: int = 4
    seed: int = 2
    augmentation: FilmAugmentation = field(default_factory=FilmAugmentation)
    withholding: Withholding = field(default_factory=Withholding)


@dataclass(frozen=True)
class Errors:
    """Errors of the v-prediction and its targets (B*n, C, 32, 32), the clean latents, the noise's
    standard deviations (B*n, 1, 1, 1), and the mean squared error of the outlines."""

    prediction: torch.Tensor
    target: torch.Tensor
    clean: torch.Tensor
    sigma: torch.Tensor
    outline: torch.Tensor


class DenoiserTrainer(Trainer[ConditionalModel]):
    """Trains radiograph encoder and denoiser: the encoder alone first, then both."""

    name = "denoiser"

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
        start: ConditionalModel | None = None,
        codec: LatentCodec | None = None,
        about: Mapping[str, Any] | None = None,
    ) -> None:
        """`codec` decodes latents for the errors in the picture, which without it do not count;
        `about` joins what the folder's configuration says of the training."""
        self.training, self.preview = training, preview
        if workers.is_first:
            run.prepare(
                {
                    "networks": {"encoder": asdict(encoder), "denoiser": asdict(denoiser)},
                    "training": asdict(training),
                    **(about or {}),
                }
            )
        torch.manual_seed(training.seed)
        super().__init__(
            start or ConditionalModel(encoder, denoiser),
            run,
            budget,
            workers,
            learning_rate=training.learning_rate,
            weight_decay=1e-3,
            averaging=training.averaging,
            checkpoint_s=training.checkpoint_s,
            report_every=training.report_every,
        )
        judged = codec is not None and training.picture_weight and training.adversarial_weight
        self.critic = Critic(self.device, workers) if judged else None
        self.resume()
        self.weight = joint_weight(training.joint_weight).to(self.device)
        self.even = torch.ones_like(self.weight)
        self.pictures = (
            PictureLoss(codec, self.weight) if codec and training.picture_weight else None
        )
        self.store = LatentStore.open(latents)
        self.sampler = self._sampler("train", (training.seed, self.step, workers.rank))

    def _sampler(self, split: str, seed: tuple[int, ...]) -> BatchSampler:
        return BatchSampler(
            self.store,
            self.store.of_split(split),
            self.training.augmentation,
            self.training.withholding,
            np.random.default_rng(seed),
        )

    def rate(self) -> float:
        alone = self.training.encoder_steps
        if self.encoder_alone:
            return Budget(alone, None, warmup_steps=200, final=0.1).rate(self.step)
        return self.budget.rate(self.step) * min(1.0, (self.step - alone + 1) / 200)

    @property
    def encoder_alone(self) -> bool:
        """Whether the radiograph encoder still learns alone."""
        return self.step < self.training.encoder_steps

    def averaged_steps(self) -> int:
        # What the encoder learnt alone is soon overtaken: the average starts anew after it.
        alone = self.training.encoder_steps
        return self.step if self.encoder_alone else self.step - alone

    def losses(self) -> tuple[torch.Tensor, dict[str, float]]:
        if self.encoder_alone:
            outline = self._outline_loss(self.network, self.sampler)
            return outline, {"outline": outline.item()}
        training = self.training
        asked = training.contrast_weight > 0 and training.knees > 1
        paired = asked and len(self.sampler.pairs) > 0
        errors = self._errors(self.network, self.sampler, self.weight, paired)
        prediction = (errors.prediction**2 * self.weight).mean()
        parts = {"loss": (1.0, prediction), "outline": (training.outline_weight, errors.outline)}
        if paired:
            contrast = contrast_loss(
                errors.prediction, errors.target, training.slices_each, self.weight
            )
            parts["contrast"] = (training.contrast_weight, contrast)
        if self.pictures is not None:
            parts |= self._picture_losses(self.pictures, errors, paired)
        total = torch.stack([weight * loss for weight, loss in parts.values()]).sum()
        figures = {name: loss.item() for name, (_, loss) in parts.items()}
        if self.critic is not None:
            figures["critic"] = self.critic.last_loss
        return total, figures

    def _picture_losses(
        self, decoded: PictureLoss, errors: Errors, paired: bool
    ) -> dict[str, tuple[float, torch.Tensor]]:
        """Losses of some decoded slices, with their weights."""
        training = self.training
        each, knees = training.slices_each, min(_PICTURE_KNEES, training.knees)
        places = drawn_places(self.sampler.generator, each, training.picture_slices)
        rows = (np.arange(knees)[:, None] * each + places).ravel()
        # z = alpha x + sigma e and v = alpha e - sigma x make x = alpha z - sigma v.
        latent_error = -errors.sigma[rows] * errors.prediction[rows]
        estimate, truth = decoded.pictures(errors.clean[rows], latent_error)
        likeness = decoded.mean(estimate - truth)
        losses = {"picture": (training.picture_weight, likeness)}
        if paired:
            contrast = contrast_loss(estimate - truth, truth, len(places), decoded.weight)
            losses["picture_contrast"] = (training.picture_contrast_weight, contrast)
        if self.critic is not None:
            self.critic.learn(truth, estimate)
            weight = training.picture_weight * training.adversarial_weight
            losses["critic"] = (weight, self.critic.loss(estimate))
        return losses

    def _draw(
        self, sampler: BatchSampler, knees: int, slices_each: int, paired: bool = False
    ) -> dict[str, torch.Tensor]:
        batch = sampler.draw(knees, slices_each, paired)
        return {name: value.to(self.device) for name, value in vars(batch).items()}

    def _errors(
        self, model: ConditionalModel, sampler: BatchSampler, weight: torch.Tensor, paired: bool
    ) -> Errors:
        inputs = self._draw(sampler, self.training.knees, self.training.slices_each, paired)
        target, clean, own_film, sigma = (
            inputs.pop(name) for name in ("target", "clean", "own_film", "sigma")
        )
        with torch.autocast(self.device.type, torch.bfloat16):
            prediction, outlines = model(**inputs)
        error = prediction.float() - target
        outline = _mean_error(outlines, clean, own_film, weight)
        return Errors(error, target, clean, sigma, outline)

    def _outline_loss(self, model: ConditionalModel, sampler: BatchSampler) -> torch.Tensor:
        training = self.training
        inputs = self._draw(sampler, training.encoder_knees, training.encoder_slices_each)
        with torch.autocast(self.device.type, torch.bfloat16):
            depths = inputs["depth"].reshape(training.encoder_knees, -1)
            outlines = model.outline(model.of_depths(inputs["radiographs"], depths))
        return _mean_error(outlines, inputs["clean"], inputs["own_film"], self.weight)

    def state(self) -> dict[str, Any]:
        return super().state() | ({"critic": self.critic.state()} if self.critic else {})

    def resume(self) -> dict[str, Any] | None:
        state = super().resume()
        if self.critic is not None and state is not None and "critic" in state:
            self.critic.resume(state["critic"])
        return state

    @torch.inference_mode()
    def figures(self) -> dict[str, float]:
        """Losses of the averaged networks on validation knees: the same draws every time, so that
        the curve shows the network and not the draw."""
        sampler = self._sampler("val", (self.training.seed, 0))
        network = self.average.network
        batches = range(self.training.validation_batches)
        drawn = [self._errors(network, sampler, self.even, paired=False) for _ in batches]
        losses = [((e.prediction**2).mean().item(), e.outline.item()) for e in drawn]
        prediction, outline = np.mean(losses, axis=0)
        return {"validation": float(prediction), "validation_outline": float(outline)}

    def show(self) -> None:
        """Synthetic slices of validation knees below the truth."""
        if self.preview is not None and not self.encoder_alone:
            path = self.run.samples / f"step_{self.step:06d}.png"
            self.preview.save(path, self.average.network)


def _mean_error(
    outlines: torch.Tensor, clean: torch.Tensor, own_film: torch.Tensor, weight: torch.Tensor
) -> torch.Tensor:
    """Mean squared error, weighted, over the slices that agree with their film."""
    errors = ((outlines.float() - clean) ** 2 * weight).mean(dim=(1, 2, 3))
    return (errors * own_film).sum() / own_film.sum().clamp(min=1)
