"""The network that grades a radiograph: a small convolutional one that looks at places."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from knee_synth.geometry import RADIOGRAPH_PIXELS
from knee_synth.grader.grades import GRADE_COUNT, GRADES_OF
from knee_synth.grader.places import first_attention
from knee_synth.networks.blocks import ResidualBlock, downsample
from knee_synth.readings import READINGS

_FOLD = 4


@dataclass(frozen=True)
class GraderConfig:
    """Channels at 56 x 56, 28 x 28 and 14 x 14, and of a variable's description.

    Powers of two: onnxruntime miscalculates other convolutions on WebGPU (see the export).
    """

    channels: tuple[int, int, int] = (32, 64, 128)
    description: int = 64
    norm_groups: int = 8


class PlacedPooling(nn.Module):
    """Mean of the features [B,C,g,g] for each variable, weighted by what stands where: [B,19,C].

    The weights begin as Gaussians around the places where the findings lie.
    """

    def __init__(self, channels: int, grid: int) -> None:
        super().__init__()
        self.channels, self.cells = channels, grid**2
        self.content = nn.Conv2d(channels, len(READINGS), 1, bias=False)
        nn.init.zeros_(self.content.weight)
        self.place = nn.Parameter(torch.from_numpy(first_attention(grid))[None])

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        scores = self.content(features).reshape(-1, len(READINGS), self.cells) + self.place
        cells = features.reshape(-1, self.channels, self.cells)
        return torch.matmul(torch.softmax(scores, dim=-1), cells.transpose(1, 2))


class ReadingGrader(nn.Module):
    """[B,2,224,224] (grey, mask) to the logits [B,65] of all variables' grades.

    Two scales are pooled around each variable's place; a last layer sees the logits of all
    variables, because some follow from others, as the Kellgren-Lawrence grade does.
    """

    spread: torch.Tensor

    def __init__(self, config: GraderConfig) -> None:
        super().__init__()
        self.config = config
        top, middle, bottom = config.channels
        groups, described = config.norm_groups, config.description
        grid = RADIOGRAPH_PIXELS // _FOLD
        self.stem = nn.Conv2d(2 * _FOLD**2, top, 3, padding=1)
        self.norm = nn.GroupNorm(groups, top)
        self.down_middle = nn.Conv2d(top, middle, 3, stride=2, padding=1)
        self.middle = ResidualBlock(middle, middle, groups)
        self.down_bottom = downsample(middle)
        self.bottom = ResidualBlock(middle, bottom, groups)
        self.pool_middle = PlacedPooling(middle, grid // 2)
        self.pool_bottom = PlacedPooling(bottom, grid // 4)
        self.describe = nn.Parameter(torch.empty(middle + bottom, described))
        nn.init.kaiming_uniform_(self.describe.T, a=5**0.5)
        self.shift = nn.Parameter(torch.zeros(len(READINGS), described))
        self.grade = nn.Parameter(torch.randn(GRADE_COUNT, described) * described**-0.5)
        self.offset = nn.Parameter(torch.zeros(GRADE_COUNT))
        self.relate = nn.Sequential(
            nn.Linear(GRADE_COUNT, described), nn.SiLU(), nn.Linear(described, GRADE_COUNT)
        )
        nn.init.zeros_(self.relate[2].weight)
        variables = torch.arange(len(READINGS)).repeat_interleave(torch.tensor(GRADES_OF))
        self.register_buffer("spread", functional.one_hot(variables).float(), persistent=False)

    def forward(self, radiograph: torch.Tensor) -> torch.Tensor:
        top = self.stem(functional.pixel_unshuffle(radiograph, _FOLD))
        middle = self.middle(self.down_middle(functional.silu(self.norm(top))))
        bottom = self.bottom(self.down_bottom(middle))
        pooled = torch.cat([self.pool_middle(middle), self.pool_bottom(bottom)], dim=-1)
        described = functional.silu(torch.matmul(pooled, self.describe) + self.shift)
        of_grades = torch.matmul(self.spread.to(described.dtype), described)
        logits = (of_grades * self.grade).sum(dim=-1) + self.offset
        return logits + self.relate(logits)
