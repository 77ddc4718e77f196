"""The semi-quantitative radiograph readings: names, ranges and their one-hot code.

The variables are those of the OAI table kXR_SQ_BU without the visit prefix. Every variable is coded
one-hot over its values and a last place for "not read", so that a missing reading is never a zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

NOT_READ = -1


@dataclass(frozen=True)
class Reading:
    """One reading variable with the inclusive range of its grades."""

    name: str
    low: int
    high: int
    label: str

    @property
    def codes(self) -> int:
        """Places in the one-hot code: the grades and "not read"."""
        return self.high - self.low + 2


_CORNERS = (
    ("FM", "medial femur"),
    ("FL", "lateral femur"),
    ("TM", "medial tibia"),
    ("TL", "lateral tibia"),
)


def _at_corners(stem: str, high: int, label: str) -> list[Reading]:
    return [Reading(f"{stem}{code}", 0, high, f"{label}, {place}") for code, place in _CORNERS]


READINGS: tuple[Reading, ...] = (
    Reading("XRKL", 0, 4, "Kellgren-Lawrence grade"),
    Reading("XRJSM", 0, 3, "Joint-space narrowing, medial"),
    Reading("XRJSL", 0, 3, "Joint-space narrowing, lateral"),
    *_at_corners("XROS", 3, "Osteophytes"),
    *_at_corners("XRSC", 3, "Sclerosis"),
    *_at_corners("XRCY", 1, "Subchondral cysts"),
    Reading("XRATTM", 0, 3, "Attrition, medial tibia"),
    Reading("XRATTL", 0, 3, "Attrition, lateral tibia"),
    Reading("XRCHM", 0, 1, "Chondrocalcinosis, medial"),
    Reading("XRCHL", 0, 1, "Chondrocalcinosis, lateral"),
)

READING_CODE_LENGTH = sum(reading.codes for reading in READINGS)
_OFFSETS = np.cumsum([0] + [reading.codes for reading in READINGS])[:-1]


def encode_readings(grades: np.ndarray | Sequence[int]) -> np.ndarray:
    """One-hot code of readings.

    Args:
        grades: integers of shape (..., 19) in contract order; `NOT_READ` (-1) marks a missing one.

    Returns:
        float32 of shape (..., 84).

    Raises:
        ValueError: a wrong number of variables, or a grade outside its variable's range.
    """
    values = np.asarray(grades, dtype=np.int64)
    if values.shape[-1:] != (len(READINGS),):
        raise ValueError(
            f"readings need {len(READINGS)} values in the last axis, not shape {values.shape}"
        )
    code = np.zeros((*values.shape[:-1], READING_CODE_LENGTH), dtype=np.float32)
    for index, reading in enumerate(READINGS):
        column = values[..., index]
        read = column != NOT_READ
        outside = read & ((column < reading.low) | (column > reading.high))
        if outside.any():
            raise ValueError(
                f"{reading.name} must be {reading.low} to {reading.high} or not read (-1), "
                f"not {int(column[outside].flat[0])}"
            )
        place = np.where(read, column - reading.low, reading.codes - 1) + _OFFSETS[index]
        np.put_along_axis(code, place[..., None], 1.0, axis=-1)
    return code


def no_readings() -> np.ndarray:
    """Grades of a case in which nothing was read: int8 of shape (19,), all `NOT_READ`."""
    return np.full(len(READINGS), NOT_READ, dtype=np.int8)


def grades_from_mapping(named: Mapping[str, int | None]) -> np.ndarray:
    """Grades in contract order from names such as `XRKL` (a visit prefix `V00` is accepted).

    Raises:
        ValueError: a name that is no reading variable.
    """
    order = {reading.name: index for index, reading in enumerate(READINGS)}
    grades = no_readings()
    for name, grade in named.items():
        plain = name[3:] if name[:1] == "V" and name[1:3].isdigit() else name
        if plain not in order:
            raise ValueError(f"{name} is no reading variable; known are {', '.join(order)}")
        if grade is not None:
            grades[order[plain]] = grade
    return grades


def reading_schema() -> list[dict[str, str | int]]:
    """The bundle's description of the variables, in order."""
    return [{"name": r.name, "min": r.low, "max": r.high, "label": r.label} for r in READINGS]
