"""How much a lesion changes a simulated volume: what a synthetic one should change by.

The simulator makes some training knees twice, the second time with other readings (see
`simulate.what_if`). Both have the same noise, so that what differs is what the readings changed.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from tqdm import tqdm

from knee_synth.data import KneeFile
from knee_synth.data.cache import WHAT_IF_STEM
from knee_synth.evaluate.case import READING_PLACE, truth_of
from knee_synth.evaluate.corners import corner_windows, lesion_change
from knee_synth.evaluate.parts.readings import PLACE, SEEN
from knee_synth.evaluate.parts.readings_summary import LESIONS
from knee_synth.evaluate.statistics import mean_interval

#: Findings that move the surface beneath which lesions lie.
_MOVING = ("XRJS", "XRATT")


def true_changes(knees: list[KneeFile], limit: int) -> dict[str, Any]:
    """Mean change of grey in a corner where its lesion is there in one volume of a pair alone.

    Args:
        knees: with those of other readings (`list_knees(..., what_if=True)`).
        limit: at most so many pairs.

    Returns:
        `by_corner` and `by_kind`: means with intervals by the reading's name, or its stem. Empty
        where there are no pairs, as in acquired data.
    """
    changes = defaultdict(list)
    for knee, other in tqdm(_pairs(knees)[:limit], desc="pairs", unit="pair", mininterval=1.0):
        for name, change in _changes(knee, other):
            changes[name].append(change)
    kinds = {
        stem: [v for name, values in changes.items() if name.startswith(stem) for v in values]
        for stem in LESIONS
    }
    return {
        "by_corner": {name: mean_interval(changes[name]) for name in sorted(changes)},
        "by_kind": {stem: mean_interval(values) for stem, values in kinds.items() if values},
    }


def _pairs(knees: list[KneeFile]) -> list[tuple[KneeFile, KneeFile]]:
    first = {knee.knee_id: knee for knee in knees if not knee.key.startswith(WHAT_IF_STEM)}
    others = [knee for knee in knees if knee.key.startswith(WHAT_IF_STEM)]
    return [(first[other.knee_id], other) for other in others if other.knee_id in first]


def _changes(knee: KneeFile, other: KneeFile) -> Iterator[tuple[str, float]]:
    """Every lesion that is at its highest grade in one of them and absent in the other."""
    grades = [one.load("readings").astype(int) for one in (knee, other)]
    differing = {name for name, i in READING_PLACE.items() if grades[0][i] != grades[1][i]}
    if any(name.startswith(_MOVING) for name in differing):
        return
    found = [
        name
        for name in sorted(differing)
        if name[:4] in LESIONS
        and abs(grades[0][READING_PLACE[name]] - grades[1][READING_PLACE[name]])
        == LESIONS[name[:4]]
        and not any(n != name and n.endswith(name[4:]) for n in differing)
    ]
    if not found:
        return
    labels = knee.load("labels")[list(SEEN)]
    slices = [truth_of(one)[list(SEEN)] for one in (knee, other)]
    for name in found:
        windows = corner_windows(labels, PLACE[name[:4]])
        if name[4:] in windows:
            yield name, lesion_change(slices[0], slices[1], windows, name[4:])["own"]
