"""How long a training lasts, and the learning rate over it."""

import math
import time
from dataclasses import dataclass, field


@dataclass
class Budget:
    """A limit of steps, of minutes, or of both; the time of earlier runs counts.

    The learning rate warms up linearly, then follows a cosine down to `final` of itself at the end,
    whichever limit is nearer.
    """

    max_steps: int | None
    max_minutes: float | None
    warmup_steps: int = 100
    final: float = 0.02
    elapsed_before_s: float = 0.0
    started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        if self.max_steps is None and self.max_minutes is None:
            raise ValueError("a training needs --steps or --minutes")

    def elapsed_s(self) -> float:
        """Training time in seconds, earlier runs included."""
        return self.elapsed_before_s + time.monotonic() - self.started

    def progress(self, step: int) -> float:
        """Part of the training that is done, 0 to 1."""
        by_steps = step / self.max_steps if self.max_steps else 0.0
        by_time = self.elapsed_s() / (self.max_minutes * 60) if self.max_minutes else 0.0
        return min(1.0, max(by_steps, by_time))

    def rate(self, step: int) -> float:
        """Factor on the learning rate."""
        cosine = self.final + (1 - self.final) * (1 + math.cos(math.pi * self.progress(step))) / 2
        return cosine * min(1.0, (step + 1) / max(1, self.warmup_steps))
