"""What a part of the evaluation is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from knee_synth.data import KneeFile
from knee_synth.evaluate.tools import Tools

Row = dict[str, Any]


class PartError(Exception):
    """A part was asked for that there is none of, or whose tools are missing."""


@dataclass(frozen=True)
class Part:
    """One part of the evaluation.

    Attributes:
        measure: figures of one knee as a JSON object; unknown numbers are None.
        summarise: figures over knees, of the rows of all knees.
        knees: how many of the test knees it takes unless told otherwise; all if None.
        needs: `segmenter` or `autoencoder`, without which it cannot be done.
        uses: tools on which its figures depend, whether needed or not.
        settings: what else decides a row; kept rows of other settings are made anew.
    """

    name: str
    title: str
    measure: Callable[[Tools, KneeFile], Row]
    summarise: Callable[[list[Row]], Row]
    knees: int | None = None
    needs: str | None = None
    uses: tuple[str, ...] = ()
    settings: Row = field(default_factory=dict)
