"""Training of the grader."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tqdm import tqdm

from knee_synth.data import FilmAugmentation, KneeFile, list_knees
from knee_synth.data.cache import CacheError
from knee_synth.data.latents import training_sources
from knee_synth.grader.agreement import measure_agreement, weighted_kappa
from knee_synth.grader.graded_films import FilmBatches, GradedFilms
from knee_synth.grader.grades import suggested_grades
from knee_synth.grader.loss import grading_loss
from knee_synth.grader.network import GraderConfig, ReadingGrader
from knee_synth.networks.config import config_of
from knee_synth.readings import NOT_READ, READINGS
from knee_synth.training.budget import Budget
from knee_synth.training.loop import Trainer
from knee_synth.training.pictures import save_grid
from knee_synth.training.run_folder import RunError, RunFolder
from knee_synth.training.workers import Workers

AGREEMENT_FILE = "agreement.json"
_BATCH_OF_MEASURES = 16
_SHOWN = 8
_VARIED_SEED = 1000


@dataclass(frozen=True)
class GraderTraining:
    """How the grader is trained."""

    batch: int = 16
    knees: int | None = None
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    averaging: float = 0.995
    checkpoint_s: float = 60.0
    report_every: int = 25
    validation_knees: int = 80
    seed: int = 1


class GraderTrainer(Trainer[ReadingGrader]):
    """Trains in a run folder; made again on the same folder it goes on from its checkpoint."""

    name = "grader"

    def __init__(
        self,
        run: RunFolder,
        data: Path,
        network: GraderConfig,
        training: GraderTraining,
        budget: Budget,
        workers: Workers,
    ) -> None:
        if workers.is_first:
            sources = training_sources(list_knees(data, ("train",)))
            config = {"networks": asdict(network), "training": asdict(training)}
            run.prepare({**config, "sources": sources})
        torch.manual_seed(training.seed)
        super().__init__(
            ReadingGrader(network),
            run,
            budget,
            workers,
            learning_rate=training.learning_rate,
            weight_decay=training.weight_decay,
            averaging=training.averaging,
            checkpoint_s=training.checkpoint_s,
            report_every=training.report_every,
        )
        self.training, self.data = training, data
        self.resume()
        generator = np.random.default_rng((training.seed, self.step, workers.rank))
        films = GradedFilms.load(list_knees(data, ("train",)), training.knees)
        self.batches = FilmBatches(films, FilmAugmentation(), generator)
        validation = GradedFilms.load(_knees_of(data, "val"), training.validation_knees)
        self.validation = validation if len(validation.films) else None

    def losses(self) -> tuple[torch.Tensor, dict[str, float]]:
        radiographs, grades = self.batches.draw(self.training.batch)
        radiographs = radiographs.to(self.device, memory_format=torch.channels_last)
        with torch.autocast(self.device.type, torch.bfloat16):
            logits = self.network(radiographs)
        loss = grading_loss(logits.float(), grades.to(self.device))
        return loss, {"loss": loss.item()}

    def show(self) -> None:
        """Some films of a batch as a picture, and the mean kappa on the validation knees."""
        radiographs, _ = self.batches.draw(_SHOWN)
        rows = [(radiographs[:, 0].numpy() + 1) / 2, radiographs[:, 1].numpy()]
        save_grid(self.run.samples / f"step_{self.step:06d}.png", rows)
        if self.validation is None:
            return
        truth = self.validation.grades
        logits = grade_films(self.average.network, self.validation.central())
        found, _ = suggested_grades(logits)
        kappas = []
        for index, reading in enumerate(READINGS):
            read = truth[:, index] != NOT_READ
            kappas.append(weighted_kappa(truth[read, index], found[read, index], reading))
        known = [kappa for kappa in kappas if kappa is not None]
        mean = f"{np.mean(known):.3f}" if known else "not measurable"
        tqdm.write(f"step {self.step}: mean weighted kappa on {len(truth)} knees {mean}")

    def record_agreement(self) -> dict[str, Any] | None:
        """Measure the finished grader on the test knees, for the export; None without any."""
        knees = _knees_of(self.data, "test")
        if not knees:
            return None
        films = GradedFilms.load(knees)
        network = self.average.network
        varied = films.varied(np.random.default_rng(_VARIED_SEED))
        agreement = measure_agreement(
            films.grades, grade_films(network, films.central()), grade_films(network, varied)
        )
        text = json.dumps({**agreement, "step": self.step}, indent=2)
        (self.run.path / AGREEMENT_FILE).write_text(f"{text}\n", encoding="utf-8")
        return agreement


@torch.inference_mode()
def grade_films(network: ReadingGrader, films: np.ndarray) -> np.ndarray:
    """Logits float32 [n, 65] of prepared films [n, 2, 224, 224], at full precision."""
    device = next(network.parameters()).device
    parts = torch.from_numpy(films).split(_BATCH_OF_MEASURES)
    return np.concatenate([network.eval()(part.to(device)).cpu().numpy() for part in parts])


def load_grader(run: RunFolder) -> ReadingGrader:
    """The averaged grader of a training.

    Raises:
        RunError: the folder holds no trained grader.
    """
    grader = ReadingGrader(config_of(GraderConfig, run.config()["networks"]))
    grader.load_state_dict(run.require()["average"])
    return grader.eval()


def load_agreement(run: RunFolder) -> dict[str, Any]:
    """The agreement on test knees that was measured at the end of a training.

    Raises:
        RunError: it was not measured, or of an earlier step than the weights.
    """
    path = run.path / AGREEMENT_FILE
    if not path.is_file():
        raise RunError(
            f"{run.path.name} has no {AGREEMENT_FILE}: finish its training on data with test knees"
        )
    agreement = json.loads(path.read_text(encoding="utf-8"))
    if agreement.pop("step") != run.require()["step"]:
        raise RunError(f"{AGREEMENT_FILE} of {run.path.name} is of another step; finish training")
    return agreement


def _knees_of(data: Path, split: str) -> list[KneeFile]:
    try:
        return list_knees(data, (split,))
    except CacheError:
        return []
