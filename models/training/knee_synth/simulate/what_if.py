"""Other findings for the same person, so that a network learns to obey the readings.

A film tells most of what its readings say. A network that only ever sees both agree may ignore the
readings; a volume that follows other readings than its film shows which of the two to obey.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .person import Person
from .readings import Readings, kellgren_lawrence

_HIGHEST = {"XROS": 3, "XRSC": 3, "XRCY": 1, "XRATT": 3, "XRCH": 1}
_BESIDE_NARROWING = {"XROS": 0.35, "XRSC": 0.25, "XRCY": 0.3, "XRATT": 0.15, "XRCH": 0.1}
_LESIONS = {"XROS": 0.5, "XRSC": 0.35, "XRCY": 0.5}
_OSTEOPHYTES = {"XROS": 0.7}


def other_narrowing(person: Person) -> Readings:
    """The person's readings with one compartment's narrowing changed.

    Other findings are drawn anew with the probabilities above; KL follows by its definition. Drawn
    from the person's seed.
    """
    rng = np.random.default_rng([person.seed, 9])
    readings = dict(person.readings)
    narrowed = "XRJSM" if rng.random() < 0.5 else "XRJSL"
    readings[narrowed] = int((readings[narrowed] + rng.integers(1, 4)) % 4)
    return _redrawn(readings, _BESIDE_NARROWING, rng)


def other_lesions(person: Person) -> Readings:
    """The person's readings with osteophytes, sclerosis and cysts drawn anew, narrowing as it is.

    What changes between the two volumes is small and lies in its corner: beside a change of the
    narrowing, which moves a whole bone, a network would hardly notice it.
    """
    return _redrawn(dict(person.readings), _LESIONS, np.random.default_rng([person.seed, 10]))


def other_osteophytes(person: Person) -> Readings:
    """The person's readings with osteophytes alone drawn anew.

    An osteophyte is nearly as dark as the fat that it grows into: beside a cyst, which is bright, a
    network would hardly notice it either.
    """
    return _redrawn(dict(person.readings), _OSTEOPHYTES, np.random.default_rng([person.seed, 11]))


#: What a knee's second volume may change, with the share of the training knees that have it.
WHAT_IFS: dict[str, tuple[float, Callable[[Person], Readings]]] = {
    "narrowing": (0.3, other_narrowing),
    "lesions": (0.35, other_lesions),
    "osteophytes": (0.35, other_osteophytes),
}


def _redrawn(
    readings: Readings, probability: dict[str, float], rng: np.random.Generator
) -> Readings:
    """`readings`, those of some kinds drawn anew with a probability each."""
    for name in readings:
        kind = next((k for k in probability if name.startswith(k)), None)
        if kind is not None and rng.random() < probability[kind]:
            readings[name] = int(rng.integers(0, _HIGHEST[kind] + 1))
    readings["XRKL"] = kellgren_lawrence(readings)
    return readings
