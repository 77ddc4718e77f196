"""What the pictures of a report show, and what they say that it is."""

import json
from pathlib import Path

import numpy as np
import pytest

from knee_synth.data import KneeFile, list_knees
from knee_synth.evaluate.montage import examples, mark_of, row_labels
from knee_synth.readings import grades_from_mapping

ALL_READ = {"XRJSM": 0, "XRJSL": 0, "XRSCTM": 0}
KNEES = (
    {"XRKL": 0, **ALL_READ, "XRSCTM": 1},
    {"XRKL": 2, **ALL_READ},
    {"XRKL": 4, **ALL_READ, "XRJSM": 3},
    {"XRKL": 0, **ALL_READ},
    {"XRKL": 3, **ALL_READ, "XRJSM": 1},
    {"XRKL": 3, **ALL_READ, "XRJSM": 2},
)


@pytest.fixture
def knees(tmp_path: Path) -> list[KneeFile]:
    for number, named in enumerate(KNEES):
        np.savez(
            tmp_path / f"knee_{number:05d}.npz",
            readings=grades_from_mapping(named),
            meta=np.array(json.dumps({"split": "test", "person_id": number})),
        )
    return list_knees(tmp_path)


def test_examples_are_what_their_grade_is_called(knees):
    """Kellgren and Lawrence call grade 2 minimal and 3 moderate; sclerosis alone is a finding."""
    chosen = {name: knee.knee_id for name, knee in examples(knees).items()}
    assert chosen == {"healthy": 3, "moderate": 4, "severe": 2}
    assert set(examples(knees[:2])) == set()


def test_knees_of_patients_are_never_labelled_simulated(knees, knee_cache):
    for source in ("oai", "Knees of our clinic"):
        of_patient = KneeFile(knees[0].path, 0, {**knees[0].meta, "source": source})
        labels = row_labels(of_patient)
        assert [mark_of(label) for label in labels] == ["SYNTHETIC", "ACQUIRED"]
        assert not any("simulated" in label.lower() for label in labels)
    simulated = row_labels(list_knees(knee_cache)[0])
    assert [mark_of(label) for label in simulated] == ["SYNTHETIC", "SIMULATED"]
