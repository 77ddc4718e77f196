"""A test knee as the evaluation sees it: inputs, truth, controls."""

from dataclasses import dataclass

import numpy as np

from knee_synth.data import CacheError, KneeFile, central_radiograph
from knee_synth.readings import NOT_READ, READINGS
from knee_synth.simulate.readings import kellgren_lawrence

READING_PLACE = {reading.name: place for place, reading in enumerate(READINGS)}
_GRADED_BY_KL = ("XRJSM", "XRJSL", "XROSFM", "XROSFL", "XROSTM", "XROSTL")


@dataclass(frozen=True)
class Case:
    """The inputs of one test knee."""

    radiograph: np.ndarray
    grades: np.ndarray

    @staticmethod
    def of(knee: KneeFile) -> "Case":
        """The radiograph around the joint centre and the readings."""
        radiograph = central_radiograph(knee.load("film"), knee.load("film_mask"))
        return Case(radiograph, knee.load("readings"))


def stored_labels(knee: KneeFile) -> np.ndarray | None:
    """Tissue labels of the knee; None where its data came without, as acquired knees do."""
    with np.load(knee.path) as arrays:
        if "labels" not in arrays.files:
            return None
    labels = knee.load("labels")
    return labels if labels.any() else None


def truth_of(knee: KneeFile) -> np.ndarray:
    """The acquired volume, float32 (50, 256, 256) in [0, 1]."""
    return knee.load("mri").astype(np.float32) / 255


def with_reading(grades: np.ndarray, name: str, grade: int) -> np.ndarray:
    """Readings with one grade changed, and the Kellgren-Lawrence grade kept consistent with it.

    The Kellgren-Lawrence grade follows from narrowing and osteophytes by its definition, so a
    changed reading beside an unchanged one would describe no knee. It is graded anew where all
    that it follows from is read, and "not read" otherwise.
    """
    changed = grades.copy()
    changed[READING_PLACE[name]] = grade
    if name not in _GRADED_BY_KL or changed[READING_PLACE["XRKL"]] == NOT_READ:
        return changed
    read = {part: int(changed[READING_PLACE[part]]) for part in _GRADED_BY_KL}
    known = NOT_READ not in read.values()
    changed[READING_PLACE["XRKL"]] = kellgren_lawrence(read) if known else NOT_READ
    return changed


def wrong_patient(knees: list[KneeFile], knee: KneeFile) -> KneeFile:
    """The next test knee of another person: its truth is the control of this knee's synthesis.

    Raises:
        CacheError: all knees are of one person.
    """
    place = next(i for i, other in enumerate(knees) if other.knee_id == knee.knee_id)
    person = _person(knee)
    for step in range(1, len(knees)):
        other = knees[(place + step) % len(knees)]
        if _person(other) != person:
            return other
    raise CacheError("the wrong-patient control needs test knees of at least two persons")


def _person(knee: KneeFile) -> str:
    return str(knee.meta.get("person_id", f"knee {knee.knee_id}"))
