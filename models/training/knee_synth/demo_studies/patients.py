"""Who the demo patients are: persons of the test split, which no model was trained on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..simulate.person import Person, draw_person
from ..simulate.population import TEST_KNEES, person_seed
from ..simulate.readings import Readings

Wanted = Callable[[Readings], bool]


@dataclass(frozen=True)
class DemoPatient:
    """One patient with one study."""

    number: int
    name: str
    description: str
    #: The knees on the film, and the ids of the test knees that they were made from.
    knees: tuple[Person, ...]
    test_ids: tuple[int, ...]
    has_mri: bool
    #: A CR in MONOCHROME1, as the OAI's films are, and not a DX in MONOCHROME2.
    is_computed_film: bool = False
    #: Every how many of the model's slices the MRI has one: few acquisitions have the model's grid.
    slice_step: int = 1

    @property
    def patient_id(self) -> str:
        return f"SIM-{self.number:04d}"


def healthy(readings: Readings) -> bool:
    return readings["XRKL"] == 0


def mild(readings: Readings) -> bool:
    return readings["XRKL"] == 2 and readings["XRJSM"] == readings["XRJSL"] == 0


def medial(readings: Readings) -> bool:
    return readings["XRKL"] >= 3 and readings["XRJSM"] >= 2 and readings["XRJSL"] == 0


def lateral(readings: Readings) -> bool:
    return readings["XRKL"] >= 3 and readings["XRJSL"] >= 2 and readings["XRJSM"] == 0


class TestSplit:
    """Persons of a population's test split, each handed out once."""

    def __init__(self, population_seed: int) -> None:
        self._free = {i: draw_person(person_seed(population_seed, i)) for i in range(TEST_KNEES)}

    def take(self, side: str, wanted: Wanted) -> tuple[int, Person]:
        """The first person left with this side and these readings.

        Raises LookupError if there is none.
        """
        for index, person in self._free.items():
            if person.side == side and wanted(person.readings):
                del self._free[index]
                return index, person
        raise LookupError(f"no test knee of side {side} is {wanted.__name__}")


def demo_patients(population_seed: int) -> list[DemoPatient]:
    """The patients, always the same for a population."""
    split = TestSplit(population_seed)

    def one_knee(
        number: int, name: str, side: str, wanted: Wanted, has_mri: bool = True, slice_step: int = 1
    ) -> DemoPatient:
        index, person = split.take(side, wanted)
        whole_side = "right" if side == "R" else "left"
        finding = "healthy" if wanted is healthy else f"{wanted.__name__} osteoarthritis"
        description = f"{whole_side} knee, {finding}"
        return DemoPatient(
            number, name, description, (person,), (index,), has_mri, slice_step=slice_step
        )

    def both_knees(number: int, name: str) -> DemoPatient:
        # One body: the left knee has the right one's build and the readings of another test knee.
        index, right = split.take("R", mild)
        other, worn = split.take("L", medial)
        left = draw_person(right.seed, worn.readings, "L")
        description = "both knees, medial osteoarthritis left"
        return DemoPatient(
            number, name, description, (right, left), (index, other), False, is_computed_film=True
        )

    return [
        one_knee(1, "Healthy", "R", healthy),
        one_knee(2, "Medial", "R", medial),
        one_knee(3, "Lateral", "R", lateral, has_mri=False),
        one_knee(4, "Left", "L", medial, slice_step=2),
        both_knees(5, "Bilateral"),
    ]
