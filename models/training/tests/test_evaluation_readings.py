"""Sweeps of readings: consistent grades, corners on a phantom, figures of known sweeps."""

import json
from pathlib import Path

import numpy as np
import pytest

from knee_synth.data import list_knees
from knee_synth.evaluate.case import READING_PLACE, with_reading
from knee_synth.evaluate.corners import bone_growth_mm2, corner_windows, lesion_change
from knee_synth.evaluate.parts.readings import SEEN
from knee_synth.evaluate.parts.readings_summary import lesion_figures, narrowing_figures
from knee_synth.evaluate.true_changes import true_changes
from knee_synth.geometry import SLICE_PIXEL_MM
from knee_synth.readings import NOT_READ, grades_from_mapping, no_readings
from knee_synth.simulate.labels import Tissue


def healthy() -> np.ndarray:
    return np.zeros(len(READING_PLACE), dtype=np.int8)


def kl(grades: np.ndarray) -> int:
    return int(grades[READING_PLACE["XRKL"]])


def test_the_kellgren_lawrence_grade_follows_a_changed_reading():
    osteophytes = with_reading(healthy(), "XROSFM", 2)
    assert kl(osteophytes) == 2  # definite osteophyte, no narrowing
    assert kl(with_reading(osteophytes, "XRJSM", 1)) == 3  # with definite narrowing
    assert kl(with_reading(osteophytes, "XRJSM", 3)) == 4  # with severe narrowing
    assert kl(with_reading(osteophytes, "XRCYFM", 1)) == 2  # cysts do not enter the grade


def test_a_grade_that_cannot_follow_is_not_read():
    partly = grades_from_mapping({"XRKL": 2, "XROSFM": 2})
    assert kl(with_reading(partly, "XRJSM", 3)) == NOT_READ
    assert kl(with_reading(no_readings(), "XRJSM", 3)) == NOT_READ


@pytest.fixture
def phantom() -> np.ndarray:
    """Femur above row 120, tibia from row 136, both from column 60 to 195, in 5 slices."""
    labels = np.zeros((5, 256, 256), dtype=np.uint8)
    labels[:, 20:121, 60:196] = Tissue.FEMUR
    labels[:, 136:230, 60:196] = Tissue.TIBIA
    return labels


def test_margins_lie_at_the_outer_ends_of_the_joint_surfaces(phantom):
    windows = corner_windows(phantom, "margin")
    # 5.5 mm within the bone: 10 pixels; medial at larger columns.
    expected = {"FM": (110, 195), "FL": (110, 60), "TM": (146, 195), "TL": (146, 60)}
    for corner, (row, column) in expected.items():
        window = windows[corner]
        assert np.mean(window.rows) == pytest.approx(row, abs=1.5)
        assert np.mean(window.columns) == pytest.approx(column, abs=1.5)


def test_subchondral_windows_lie_beneath_the_loaded_surface(phantom):
    windows = corner_windows(phantom, "subchondral")
    for corner, side in (("FM", 1), ("FL", -1), ("TM", 1), ("TL", -1)):
        rows = np.array(windows[corner].rows) * SLICE_PIXEL_MM
        surface = (121 if corner[0] == "F" else 136) * SLICE_PIXEL_MM
        assert abs(rows.mean() - surface) == pytest.approx(6.5, abs=0.8)
        across = (np.mean(windows[corner].columns) - 128) * SLICE_PIXEL_MM * side
        assert 15 < across < 25


def test_windows_of_the_corners_do_not_meet(phantom):
    for place in ("margin", "subchondral"):
        covered = np.zeros((256, 256), dtype=int)
        for window in corner_windows(phantom, place).values():
            window.of(covered)[...] += 1
        assert covered.max() == 1


def test_a_corner_without_bone_has_no_window(phantom):
    phantom[:, :, 128:] = 0
    assert set(corner_windows(phantom, "margin")) == {"FL", "TL"}


def test_a_change_in_one_corner_is_found_there_alone(phantom):
    windows = corner_windows(phantom, "subchondral")
    low = np.full((5, 256, 256), 0.3)
    high = low.copy()
    windows["TM"].of(high)[...] += 0.2
    change = lesion_change(low, high, windows, "TM")
    assert change["own"] == pytest.approx(0.2)
    assert change["signed"] == pytest.approx(0.2)
    assert change["others"] == change["rest"] == 0
    assert change["own_is_largest"] == 1
    other = lesion_change(low, high, windows, "FM")
    assert other["own"] == 0
    assert other["others"] == pytest.approx(0.2 / 3)
    assert other["own_is_largest"] == 0


def test_grown_bone_is_counted_in_its_corner(phantom):
    windows = corner_windows(phantom, "margin")
    grown = phantom.copy()
    grown[:, 106:110, 196:201] = Tissue.FEMUR
    growth = bone_growth_mm2(phantom, grown, windows, "FM")
    assert growth["own"] == pytest.approx(20 * SLICE_PIXEL_MM**2)
    assert growth["others"] == 0


def sweep(medial: tuple[float | None, ...], lateral: tuple[float, ...]) -> list[dict]:
    pairs = zip(medial, lateral, strict=True)
    return [{"medial_mm": m, "lateral_mm": other} for m, other in pairs]


def test_narrowing_that_obeys_is_monotonic_and_leaves_the_other_side():
    sweeps = [sweep((5.0 + s, 4.0 + s, 3.0 + s, 2.0 + s), (5, 5, 5, 5.1)) for s in (0.0, 0.5, 1.0)]
    figures = narrowing_figures(sweeps, "M")
    assert figures["monotonic"] and figures["monotonic_knees"] == 1
    assert [level["mean"] for level in figures["own_mm"]] == pytest.approx([5.5, 4.5, 3.5, 2.5])
    assert figures["mm_a_grade"]["mean"] == pytest.approx(-1)
    assert figures["own_change_mm"]["mean"] == pytest.approx(-3)
    assert figures["other_absolute_change_mm"]["mean"] == pytest.approx(0.1)
    # Standard deviation 0.5 at both ends: 3 mm are 6 of them.
    assert figures["cohens_d"] == pytest.approx(-6)


def test_narrowing_that_widens_at_a_grade_is_not_monotonic():
    sweeps = [sweep((5, 4, 4.5, 2), (5, 5, 5, 5)), sweep((5, None, 3, 2), (5, 5, 5, 5))]
    figures = narrowing_figures(sweeps, "M")
    assert figures["monotonic_knees"] == 0
    assert figures["own_change_mm"]["mean"] == pytest.approx(-3)
    flat = narrowing_figures([sweep((5, 5, 5, 5), (5, 5, 5, 5))] * 2, "M")
    assert not flat["monotonic"]


def test_lesions_are_summed_up_over_knees():
    change = {"own": 0.2, "others": 0.1, "rest": 0.0, "signed": 0.2, "own_is_largest": 1.0}
    changes = [{"grey": {**change, "own": 0.2 + 0.01 * i}} for i in range(8)]
    figures = lesion_figures(changes)
    assert figures["own"]["mean"] == pytest.approx(0.235)
    assert figures["own_above_others"]["p"] == pytest.approx(1 / 256)
    assert figures["own_is_largest"] == 1


def write_pair(folder: Path, slices: np.ndarray, other: dict[str, int], grey: int) -> None:
    """A dark knee, and the same with other readings and a grey square over the tibia's margin."""
    labels, mri = (np.zeros((50, 256, 256), np.uint8) for _ in range(2))
    labels[list(SEEN)] = slices[0]
    changed = mri.copy()
    changed[:, 130:160, 40:80] = grey
    for stem, volume, grades in (("knee", mri, {}), ("whatif", changed, other)):
        values = grades_from_mapping({**dict.fromkeys(READING_PLACE, 0), **grades})
        meta = json.dumps({"split": "train"})
        path = folder / f"{stem}_00003.npz"
        np.savez(path, mri=volume, labels=labels, readings=values, meta=np.array(meta))


def test_the_true_change_of_a_lesion_is_that_of_a_simulated_pair(phantom, tmp_path):
    write_pair(tmp_path, phantom, {"XROSTL": 3, "XRSCFM": 1}, 51)
    changes = true_changes(list_knees(tmp_path, what_if=True), 10)
    # The sclerosis is not at its highest grade; the square covers the window wholly, 51 / 255.
    assert changes["by_corner"].keys() == {"XROSTL"}
    assert changes["by_corner"]["XROSTL"]["mean"] == pytest.approx(0.2)
    assert changes["by_kind"].keys() == {"XROS"}


@pytest.mark.parametrize("other", [{"XROSTL": 3, "XRSCTL": 1}, {"XROSTL": 3, "XRJSM": 1}])
def test_pairs_that_differ_in_more_than_one_way_tell_no_true_change(phantom, tmp_path, other):
    write_pair(tmp_path, phantom, other, 51)
    assert true_changes(list_knees(tmp_path, what_if=True), 10)["by_corner"] == {}
