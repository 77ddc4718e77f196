"""How edges look: a small network scores each height of a column as edge of femur and of tibia.

It sees a vertical profile of 16 mm, the place and the compartment, has two hidden layers, and
learns by cross-entropy over the heights of a column.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from tqdm import tqdm

from knee_synth.joint_space.patches import columns_of, profiles
from knee_synth.joint_space.places import (
    FIRST_MM,
    LAST_MM,
    NARROW_COUNTS,
    NARROW_MM,
    PLACES,
    PROFILE,
    PROFILE_HALF,
    draw_shifts_mm,
    patch_heights_mm,
    shifted,
)

HIDDEN = 32
EPOCHS = 20
#: Columns of a step, and share of all columns that an epoch sees.
_BATCH, _SHARE = 256, 0.5
#: Standard deviation of the heights that count as right, mm.
_TARGET_SIGMA_MM = 0.35
#: Most noise that is added, as a share of the columns' spread.
_MOST_NOISE = 0.02
_LEARNING_RATE, _PEAK_RATE, _WEIGHT_DECAY, _CLIP = 3e-3, 5e-3, 1e-3, 5.0


@dataclass(frozen=True)
class EdgeExamples:
    """Films of knees and their true edges.

    Attributes:
        patches: (knees, rows, columns), see `joint_patch`.
        edges: heights (knees, 2 compartments, 2 bones, truth places), mm.
        known: (knees, 2 compartments, truth places), whether a place's edges are known.
    """

    patches: np.ndarray
    edges: np.ndarray
    known: np.ndarray


def make_network() -> torch.nn.Sequential:
    """From profile, place and compartment (..., 43) to the scores of femur and tibia (..., 2)."""
    return torch.nn.Sequential(
        torch.nn.Linear(PROFILE + 2, HIDDEN), torch.nn.ReLU(),
        torch.nn.Linear(HIDDEN, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 2),
    )  # fmt: skip


def train_network(examples: EdgeExamples, epochs: int = EPOCHS) -> torch.nn.Sequential:
    """The trained network; the same examples give the same one on the same machine.

    Raises:
        ValueError: there are too few knees to fill a batch.
    """
    rng = np.random.default_rng(1)
    torch.manual_seed(1)
    network = make_network()
    optimizer = torch.optim.AdamW(network.parameters(), _LEARNING_RATE, weight_decay=_WEIGHT_DECAY)
    most_steps = epochs * (_most_steps(examples) + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _PEAK_RATE, total_steps=most_steps)
    bar = tqdm(range(epochs), desc="edges", unit="epoch")
    for _ in bar:
        losses = []
        for inputs, wanted in _epoch(examples, rng):
            loss = -(wanted * torch.log_softmax(network(inputs), 1)).sum((1, 2)).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), _CLIP)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        if not losses:
            raise ValueError(f"{len(examples.patches)} knees do not fill a batch of the network")
        bar.set_postfix({"cross-entropy": f"{np.mean(losses):.3f}"})
    return network


def _most_steps(examples: EdgeExamples) -> int:
    """More steps than an epoch can have."""
    narrow = examples.edges[:, :, 1] - examples.edges[:, :, 0] < NARROW_MM
    counted = np.where(narrow, NARROW_COUNTS, 1).sum() * len(PLACES) / examples.known.shape[-1]
    return int(1.1 * counted * _SHARE) // _BATCH + 2


def _epoch(
    examples: EdgeExamples, rng: np.random.Generator
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Batches: inputs (columns, heights, 43), and the distribution over the heights that is wanted
    (columns, heights, 2)."""
    heights = patch_heights_mm()[PROFILE_HALF:-PROFILE_HALF]
    shift = draw_shifts_mm(rng, len(examples.patches))
    seen = profiles(_noisy(columns_of(examples.patches, shift), rng))
    seen = seen.reshape(-1, len(heights), PROFILE)
    truth = shifted(examples.edges, shift).transpose(0, 1, 3, 2).reshape(-1, 2)
    known = shifted(examples.known.astype(float), shift).reshape(-1) > 0.99
    beside = np.tile(_place_inputs().reshape(-1, 2), (len(examples.patches), 1))
    inside = (np.abs(truth) < heights[-1]).all(1)
    columns = _chosen_columns(np.flatnonzero(known & inside), truth, rng)
    for start in range(0, len(columns) - _BATCH, _BATCH):
        chosen = columns[start : start + _BATCH]
        own = np.broadcast_to(beside[chosen][:, None], (len(chosen), len(heights), 2))
        inputs = torch.from_numpy(np.concatenate([seen[chosen], own], -1))
        away = (heights[:, None] - truth[chosen][:, None]) / _TARGET_SIGMA_MM
        near = np.exp(-0.5 * away**2)
        yield inputs, torch.from_numpy((near / near.sum(1, keepdims=True)).astype(np.float32))


def _noisy(columns: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    deviation = rng.uniform(0, _MOST_NOISE) * columns.std()
    return columns + deviation * rng.standard_normal(columns.shape, dtype=np.float32)


def _chosen_columns(usable: np.ndarray, truth: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A random share of the usable columns, in random order, worn ones several times."""
    usable = rng.permutation(usable)[: int(_SHARE * len(usable))]
    narrow = truth[usable, 1] - truth[usable, 0] < NARROW_MM
    return rng.permutation(np.repeat(usable, np.where(narrow, NARROW_COUNTS, 1)))


def _place_inputs() -> np.ndarray:
    """Two inputs besides the profile (2 compartments, places, 2): the place, from -1 to 1, and the
    compartment, 1 medial and -1 lateral."""
    middle = (FIRST_MM + LAST_MM) / 2
    place = (PLACES - middle) / (LAST_MM - middle)
    pair = np.broadcast_arrays(place[None], np.array([[1.0], [-1.0]]))
    return np.stack(pair, -1).astype(np.float32)
