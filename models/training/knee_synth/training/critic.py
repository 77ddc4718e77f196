"""A patch critic that tells decoded estimates from real slices, and what it asks of them."""

from typing import Any

import torch
from torch import nn

from knee_synth.training.discriminator import hinge_discriminator_loss, make_discriminator
from knee_synth.training.workers import Workers

_LEARNING_RATE = 2e-4
_BETAS = (0.5, 0.9)
#: Steps over which the weight of a fresh critic, which knows nothing yet, comes up.
_RISE = 300


class Critic:
    """MONAI's patch discriminator with the hinge loss, trained beside what it judges."""

    def __init__(self, device: torch.device, workers: Workers) -> None:
        self.workers, self.device, self.steps = workers, device, 0
        self.last_loss = 1.0
        network: nn.Module = make_discriminator()
        self.network = network.to(device=device, memory_format=torch.channels_last)
        self.optimizer = torch.optim.AdamW(self.network.parameters(), _LEARNING_RATE, _BETAS)

    def learn(self, real: torch.Tensor, estimate: torch.Tensor) -> None:
        """One step on pictures [B,1,H,W] of either kind."""
        self.network.requires_grad_(True)
        scores = self._scores(torch.cat([real, estimate]).detach())
        loss = hinge_discriminator_loss(*scores.chunk(2))
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.workers.average_gradients(self.network.parameters())
        self.optimizer.step()
        self.network.requires_grad_(False)
        self.steps += 1
        self.last_loss = loss.item()

    def loss(self, estimate: torch.Tensor) -> torch.Tensor:
        """Loss of pictures that look like no slice, as strong as a mean absolute error of theirs.

        Its gradient at the pictures is made as long as that error's (Esser et al., arXiv
        2012.09841, do so at the last layer): a critic that is sure of itself does not drown what
        the picture shall show. It comes up slowly, since a fresh critic knows nothing.
        """
        score = -self._scores(estimate).mean()
        (gradient,) = torch.autograd.grad(score, estimate, retain_graph=True)
        length = gradient.norm().clamp(min=1e-8) * estimate.numel() ** 0.5
        return score * min(1.0, self.steps / _RISE) / length.detach()

    def _scores(self, pictures: torch.Tensor) -> torch.Tensor:
        with torch.autocast(self.device.type, torch.bfloat16):
            return self.network(pictures)[-1].float()

    def state(self) -> dict[str, Any]:
        """What a checkpoint holds of it."""
        return {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "steps": self.steps,
        }

    def resume(self, state: dict[str, Any]) -> None:
        """Take up what a checkpoint holds."""
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.steps = state["steps"]
