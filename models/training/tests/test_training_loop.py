"""The training loop: requests to end, resume, curves."""

import os
import signal

import torch
from torch import nn

from knee_synth.training.budget import Budget
from knee_synth.training.loop import Trainer
from knee_synth.training.losses import dissimilarity
from knee_synth.training.run_folder import RunFolder
from knee_synth.training.workers import Workers


class LineFit(Trainer[nn.Linear]):
    """Fits y = 2 x; asks itself to end after `end_at` steps."""

    name = "line"
    end_at = 10**9

    def __init__(self, folder, steps):
        torch.manual_seed(0)
        super().__init__(
            nn.Linear(1, 1),
            RunFolder(folder),
            Budget(steps, None, warmup_steps=1),
            Workers(),
            learning_rate=0.05,
            weight_decay=0.0,
            averaging=0.9,
            checkpoint_s=1e9,
            report_every=10,
        )
        self.run.prepare({"networks": {}})
        self.resume()

    def place(self, network):
        return network

    def losses(self):
        if self.step + 1 == self.end_at:
            os.kill(os.getpid(), signal.SIGTERM)
        x = torch.linspace(-1, 1, 8)[:, None]
        loss = nn.functional.mse_loss(self.network(x), 2 * x)
        return loss, {"loss": loss.item()}


def test_a_request_to_terminate_ends_after_the_step_in_hand_with_a_checkpoint(tmp_path):
    before = signal.getsignal(signal.SIGTERM)
    trainer = LineFit(tmp_path, steps=100)
    trainer.end_at = 7
    trainer.train()
    assert RunFolder(tmp_path).require()["step"] == 7
    assert signal.getsignal(signal.SIGTERM) is before


def test_an_interrupted_training_goes_on_to_its_end(tmp_path):
    first = LineFit(tmp_path, steps=200)
    first.end_at = 50
    first.train()
    second = LineFit(tmp_path, steps=200)
    assert second.step == 50
    second.train()
    weight = RunFolder(tmp_path).require()["average"]["weight"]
    assert abs(float(weight) - 2) < 0.05
    rows = (tmp_path / "curves.csv").read_text().splitlines()
    assert rows[0] == "step,seconds,loss" and len(rows) == 21


def test_dissimilarity_is_that_of_scikit_image():
    from skimage.metrics import structural_similarity

    generator = torch.Generator().manual_seed(3)
    target = torch.rand(1, 1, 40, 40, generator=generator)
    output = (target + 0.1 * torch.randn(target.shape, generator=generator)).clamp(0, 1)
    expected = structural_similarity(
        output[0, 0].double().numpy(),
        target[0, 0].double().numpy(),
        data_range=1.0,
        win_size=7,
        use_sample_covariance=False,
    )
    assert abs(1 - float(dissimilarity(output, target)) - expected) < 1e-5
