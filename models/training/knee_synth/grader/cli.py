"""`knee_synth train grader`."""

import argparse
from dataclasses import replace

from knee_synth.grader.network import GraderConfig
from knee_synth.grader.tables import agreement_table
from knee_synth.grader.training import GraderTrainer, GraderTraining
from knee_synth.training.budget import Budget
from knee_synth.training.run_folder import RunFolder
from knee_synth.training.workers import Workers


def add_grader_options(parser: argparse.ArgumentParser) -> None:
    """The options that only the grader has."""
    parser.add_argument("--batch", type=int, help="films a step")
    parser.add_argument("--knees", type=int, help="training knees held in memory (all)")


def train_grader(arguments: argparse.Namespace, workers: Workers) -> None:
    """Train, then measure the agreement on the test knees into the training's folder."""
    wanted = {
        "batch": arguments.batch,
        "knees": arguments.knees,
        "learning_rate": arguments.learning_rate,
    }
    training = replace(
        GraderTraining(), **{name: value for name, value in wanted.items() if value is not None}
    )
    trainer = GraderTrainer(
        RunFolder(arguments.run),
        arguments.data,
        GraderConfig(),
        training,
        Budget(arguments.steps, arguments.minutes),
        workers,
    )
    trainer.train()
    agreement = trainer.record_agreement() if workers.is_first else None
    if agreement is not None:
        print("\n".join(agreement_table(agreement)))
