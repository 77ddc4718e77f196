"""All parts, in the order in which they are run and reported."""

from knee_synth.evaluate.parts import (
    autoencoder,
    continuity,
    films,
    readings,
    settings,
    shape,
    synthesis,
    withheld,
)
from knee_synth.evaluate.parts.part import Part, PartError

PARTS: tuple[Part, ...] = (
    autoencoder.PART,
    synthesis.PART,
    shape.PART,
    readings.PART,
    continuity.PART,
    withheld.PART,
    films.PART,
    settings.PART,
)


def part_named(name: str) -> Part:
    """The part of a name.

    Raises:
        PartError: there is none.
    """
    for part in PARTS:
        if part.name == name:
            return part
    raise PartError(f"no part {name}; there are {', '.join(part.name for part in PARTS)}")
