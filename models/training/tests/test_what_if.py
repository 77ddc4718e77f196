"""Knees whose volume has other readings than their film."""

from pathlib import Path

import numpy as np

from knee_synth.data import list_knees
from knee_synth.readings import READINGS
from knee_synth.simulate.person import draw_person
from knee_synth.simulate.population import split_of, what_if_kind
from knee_synth.simulate.readings import kellgren_lawrence
from knee_synth.simulate.what_if import other_lesions, other_narrowing, other_osteophytes


def test_a_what_if_is_the_same_person_with_other_readings():
    person = draw_person(5)
    readings = other_narrowing(person)
    other = draw_person(person.seed, readings, person.side)
    assert other.condylar_width == person.condylar_width and other.side == person.side
    narrowed = [n for n in ("XRJSM", "XRJSL") if readings[n] != person.readings[n]]
    assert len(narrowed) == 1
    assert readings["XRKL"] == kellgren_lawrence(readings)
    assert all(r.low <= readings[r.name] <= r.high for r in READINGS)


def test_other_lesions_leave_the_joint_space_as_it_is():
    changed: set[str] = set()
    for seed in range(40):
        person = draw_person(seed)
        readings = other_lesions(person)
        assert draw_person(person.seed, readings, person.side).joint_space_mm == (
            person.joint_space_mm
        )
        assert readings["XRKL"] == kellgren_lawrence(readings)
        changed |= {name for name in readings if readings[name] != person.readings[name]}
    corners = ("FM", "FL", "TM", "TL")
    lesions = {f"{kind}{corner}" for kind in ("XROS", "XRSC", "XRCY") for corner in corners}
    assert changed == lesions | {"XRKL"}


def test_other_osteophytes_change_nothing_else():
    changed: set[str] = set()
    for seed in range(20):
        person = draw_person(seed)
        readings = other_osteophytes(person)
        assert readings["XRKL"] == kellgren_lawrence(readings)
        changed |= {name for name in readings if readings[name] != person.readings[name]}
    assert changed == {"XROSFM", "XROSFL", "XROSTM", "XROSTL", "XRKL"}


def test_only_training_knees_have_a_what_if():
    kinds = {i: what_if_kind(i, 600, 1) for i in range(600)}
    assert all(split_of(i, 600, 1) == "train" for i, kind in kinds.items() if kind is not None)
    found = list(kinds.values())
    counts = [found.count(kind) for kind in ("narrowing", "lesions", "osteophytes")]
    assert 100 < counts[0] < 200 and all(120 < count < 230 for count in counts[1:])


def test_a_cache_lists_what_ifs_only_when_asked(knee_cache: Path, tmp_path: Path):
    source = next(knee_cache.glob("knee_*.npz"))
    (tmp_path / "knee_00003.npz").symlink_to(source)
    (tmp_path / "whatif_00003.npz").symlink_to(source)
    assert [k.key for k in list_knees(tmp_path)] == ["knee_00003"]
    both = list_knees(tmp_path, what_if=True)
    assert [k.key for k in both] == ["knee_00003", "whatif_00003"]
    assert np.array_equal(both[0].load("film"), both[1].load("film"))
