"""The shape of knees that come without labels, as acquired ones do."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from knee_synth.data import KneeFile, list_knees
from knee_synth.evaluate.case import stored_labels, truth_of, with_reading
from knee_synth.evaluate.parts import shape
from knee_synth.evaluate.plots import save_joint_plot
from knee_synth.evaluate.report import SECTIONS
from knee_synth.evaluate.targets import targets_of
from knee_synth.evaluate.tools import Tools
from knee_synth.geometry import SLICE_PIXEL_MM
from knee_synth.readings import no_readings
from knee_synth.simulate.labels import Tissue

FEMUR_GREY, TIBIA_GREY = 60, 90
GAPS = {"acquired": 10, "synthetic": 12}
KNEES = 6


def volume(gap: int) -> np.ndarray:
    """A femur above a gap of so many rows in the middle, a tibia below it, uint8 (50, 256, 256)."""
    grey = np.full((50, 256, 256), FEMUR_GREY, np.uint8)
    grey[:, 128 - gap // 2 :] = 0
    grey[:, 128 + gap - gap // 2 :] = TIBIA_GREY
    return grey


class ByGrey:
    """A segmenter that knows bones by their grey."""

    redrawn_by = None
    count, redrawn = 2, 0

    def __call__(self, slices: np.ndarray, depths_mm: np.ndarray) -> np.ndarray:
        assert len(slices) == len(depths_mm)
        labels = np.zeros(slices.shape, np.uint8)
        for grey, tissue in ((FEMUR_GREY, Tissue.FEMUR), (TIBIA_GREY, Tissue.TIBIA)):
            labels[np.round(slices * 255) == grey] = tissue
        return labels


class AcquiredTools(Tools):
    """Tools whose segmenter and synthetic volume stand in."""

    segmentation = ByGrey()

    def __init__(self) -> None:
        super().__init__(SimpleNamespace())

    def synthetic(self, knee: KneeFile) -> np.ndarray:
        return volume(GAPS["synthetic"]).astype(np.float32) / 255


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[dict]:
    folder = tmp_path_factory.mktemp("acquired")
    np.savez_compressed(
        folder / "knee_00000.npz",
        mri=volume(GAPS["acquired"]),
        jsw_mm=np.full(2, np.nan, np.float32),
        readings=with_reading(no_readings(), "XRJSM", 2),
        meta=np.array(json.dumps({"split": "test", "source": "oai", "person_id": "9000099"})),
    )
    (knee,) = list_knees(folder)
    assert stored_labels(knee) is None and truth_of(knee).max() <= 1
    return [shape.measure(AcquiredTools(), knee)] * KNEES


def test_the_segmented_truth_is_the_reference(rows):
    row = rows[0]
    assert row["reference"] == "segmented truth"
    assert row["truth"] == row["true_mri"]
    for source, name in (("truth", "acquired"), ("synthetic", "synthetic")):
        expected = pytest.approx(GAPS[name] * SLICE_PIXEL_MM, abs=0.01)
        assert row[source]["medial_mm"] == row[source]["lateral_mm"] == expected
    assert row["dice_true_mri"]["femur"] == 1
    assert row["dice"]["cartilage"] is None
    assert row["recorded"] == {"medial_mm": None, "lateral_mm": None, "convergence_deg": None}


def test_the_report_says_where_the_segmenter_has_seen_slices_of_a_bundle(rows):
    def told(count: int, redrawn: int) -> str:
        seen = {"redrawn_by": "Knee, version 2", "segmenters": {"count": count, "redrawn": redrawn}}
        return "".join(SECTIONS["shape"](shape.summarise([row | seen for row in rows]), KNEES))

    assert "half of the slices of its training were drawn anew" in told(1, 1)
    assert "half of the slices of every training" in told(3, 3)
    assert "half of the slices of 2 of their trainings" in told(3, 2)
    assert "(Knee, version 2)" in told(1, 1)
    assert "drawn anew" not in "".join(SECTIONS["shape"](shape.summarise(rows), KNEES))


def test_widths_are_told_by_grade_of_narrowing(rows):
    """Widths that follow the grade alone agree over all knees, and within no grade."""
    made = [
        {
            **rows[0],
            "narrowing": {"medial_mm": 3 * (knee % 2), "lateral_mm": None},
            "truth": {**rows[0]["truth"], "medial_mm": 5.0 - 4 * (knee % 2) + 0.01 * knee},
            "synthetic": {**rows[0]["synthetic"], "medial_mm": 4.5 - 4 * (knee % 2)},
        }
        for knee in range(20)
    ]
    summary = shape.summarise(made)
    assert summary["synthetic_against_truth"]["medial_mm"]["r"] > 0.99
    healthy, severe = summary["by_narrowing"]["medial_mm"]
    assert (healthy["grade"], severe["grade"]) == (0, 3)
    assert healthy["synthetic"]["knees"] == 10 and healthy["synthetic"]["r"] is None
    assert healthy["synthetic"]["bias"] == pytest.approx(-0.59)  # -0.5 and the mean of 0 to 0.18
    assert severe["truth"]["mean"] == pytest.approx(1.1)
    assert summary["by_narrowing"]["lateral_mm"] == []
    text = "\n".join(SECTIONS["shape"](summary, KNEES))
    assert "| medial space (mm) | 0 | 10 | 5.09 | - | 0.59 | -0.59 |" in text


def test_reports_of_earlier_versions_are_read(rows):
    new = ("redrawn_by", "narrowing", "segmenters")
    old = [{name: row[name] for name in row if name not in new} for row in rows]
    summary = shape.summarise(old)
    for name in ("redrawn_by", "by_narrowing", "segmenters"):
        del summary[name]
    text = "".join(SECTIONS["shape"](summary, KNEES))
    assert "one small 2D U-Net," in text
    assert "drawn anew" not in text and "narrowing" not in text


def test_what_was_not_recorded_is_a_dash_in_the_report(rows, tmp_path: Path):
    summary = shape.summarise(rows)
    json.dumps(summary, allow_nan=False)
    text = "\n".join(SECTIONS["shape"](summary, KNEES))
    assert "Reference: segmented truth." in text and "against itself" in text
    assert "the mean of 2 small 2D U-Nets" in text
    assert "true labels" not in text
    assert (
        f"| medial space (mm) | synthetic against the reference | - | {2 * SLICE_PIXEL_MM:.2f}"
        in text
    )
    assert f"0 ({KNEES})" in text
    found = {target.name: target.reached for target in targets_of({"shape": summary})}
    assert found["dice_cartilage"] is None and found["jsw_medial_mae_mm"] is False
    save_joint_plot(tmp_path / "joint_space.png", rows)
    assert (tmp_path / "joint_space.png").stat().st_size > 1000
