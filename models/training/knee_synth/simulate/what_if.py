"""Other findings for the same person, so that a network learns to obey the readings.

A film tells most of what its readings say. A network that only ever sees both agree may ignore the
readings; a volume that follows other readings than its film shows which of the two to obey.
"""

from __future__ import annotations

import numpy as np

from .person import Person
from .readings import Readings, kellgren_lawrence

_HIGHEST = {"XROS": 3, "XRSC": 3, "XRCY": 1, "XRATT": 3, "XRCH": 1}
_PROBABILITY = {"XROS": 0.35, "XRSC": 0.25, "XRCY": 0.3, "XRATT": 0.15, "XRCH": 0.1}


def other_readings(person: Person) -> Readings:
    """The person's readings with some of them drawn anew; KL follows by its definition.

    One compartment's narrowing always changes; the other findings change with the probabilities
    above. Drawn from the person's seed.
    """
    rng = np.random.default_rng([person.seed, 9])
    readings = dict(person.readings)
    narrowed = "XRJSM" if rng.random() < 0.5 else "XRJSL"
    readings[narrowed] = int((readings[narrowed] + rng.integers(1, 4)) % 4)
    for name in readings:
        kind = next((k for k in _HIGHEST if name.startswith(k)), None)
        if kind is not None and rng.random() < _PROBABILITY[kind]:
            readings[name] = int(rng.integers(0, _HIGHEST[kind] + 1))
    readings["XRKL"] = kellgren_lawrence(readings)
    return readings
