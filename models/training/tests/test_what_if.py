"""Knees whose volume has other readings than their film."""

from pathlib import Path

import numpy as np

from knee_synth.data import list_knees
from knee_synth.readings import READINGS
from knee_synth.simulate.person import draw_person
from knee_synth.simulate.population import has_what_if, split_of
from knee_synth.simulate.readings import kellgren_lawrence
from knee_synth.simulate.what_if import other_readings


def test_a_what_if_is_the_same_person_with_other_readings():
    person = draw_person(5)
    readings = other_readings(person)
    other = draw_person(person.seed, readings, person.side)
    assert other.condylar_width == person.condylar_width and other.side == person.side
    narrowed = [n for n in ("XRJSM", "XRJSL") if readings[n] != person.readings[n]]
    assert len(narrowed) == 1
    assert readings["XRKL"] == kellgren_lawrence(readings)
    assert all(r.low <= readings[r.name] <= r.high for r in READINGS)


def test_only_training_knees_have_a_what_if():
    with_one = [i for i in range(600) if has_what_if(i, 600, 1)]
    assert 100 < len(with_one) < 240
    assert all(split_of(i, 600, 1) == "train" for i in with_one)


def test_a_cache_lists_what_ifs_only_when_asked(knee_cache: Path, tmp_path: Path):
    source = next(knee_cache.glob("knee_*.npz"))
    (tmp_path / "knee_00003.npz").symlink_to(source)
    (tmp_path / "whatif_00003.npz").symlink_to(source)
    assert [k.key for k in list_knees(tmp_path)] == ["knee_00003"]
    both = list_knees(tmp_path, what_if=True)
    assert [k.key for k in both] == ["knee_00003", "whatif_00003"]
    assert np.array_equal(both[0].load("film"), both[1].load("film"))
