"""Targets, tables and the card: figures reached, not reached, not measurable."""

import json
from pathlib import Path

import pytest

from knee_synth.evaluate.card import BEGIN, END, CardError, with_figures, write_card
from knee_synth.evaluate.tables import interval, p_value, target_table
from knee_synth.evaluate.targets import Target, targets_of


def figure(mean: float | None, p: float | None = None) -> dict:
    return {"mean": mean, "low": None, "high": None, "knees": 9, "p": p}


def synthesis(gain_db: float, p: float | None, change: float) -> dict:
    tests = {"psnr_above_wrong_patient": figure(gain_db, p)}
    for name in ("psnr_above_mean_volume", "ssim_above_wrong_patient", "ssim_above_mean_volume"):
        tests[name] = figure(1.6, 0.001)
    mean = {
        "depth_within_one_slice": figure(0.96),
        "depth_within_one_slice_by_correlation": figure(0.94),
        "slice_change": figure(change),
        "slice_change_truth": figure(0.02),
    }
    return {"synthesis": {"mean": mean, "tests": tests}}


def reached(parts: dict) -> dict[str, bool | None]:
    return {target.name: target.reached for target in targets_of(parts)}


def test_a_gain_needs_size_and_a_paired_test():
    assert reached(synthesis(2.1, 0.01, 0.02))["psnr_above_wrong_patient"] is True
    assert reached(synthesis(1.9, 0.01, 0.02))["psnr_above_wrong_patient"] is False
    assert reached(synthesis(2.1, 0.20, 0.02))["psnr_above_wrong_patient"] is False
    assert reached(synthesis(2.1, None, 0.02))["psnr_above_wrong_patient"] is None


def test_depth_and_continuity_are_held_against_their_bounds():
    found = reached(synthesis(2.1, 0.01, 0.0221))
    assert found["depth_within_one_slice"] is True
    assert found["depth_within_one_slice_by_correlation"] is False
    assert found["slice_change_ratio"] is False  # 1.105
    assert reached(synthesis(2.1, 0.01, 0.0181))["slice_change_ratio"] is True  # 0.905


def test_the_table_says_which_targets_are_not_reached():
    targets = [
        Target("shape", "a", "Dice of femur", "at least 0.93", 0.95, 0.94, 0.96, True),
        Target("shape", "b", "Dice of tibia", "at least 0.93", 0.91, None, None, False),
        Target("shape", "c", "angle", "at most 1", None, None, None, None),
    ]
    lines = target_table(targets)
    assert "0.950 (0.940 to 0.960) | reached" in lines[2]
    assert "0.910 | **not reached**" in lines[3]
    assert "- | not measurable" in lines[4]


def test_numbers_are_written_with_their_interval():
    assert interval({"mean": 1.234, "low": 1.0, "high": 1.5}) == "1.23 (1.00 to 1.50)"
    assert interval({"mean": None, "low": None, "high": None}) == "-"
    assert (p_value(0.0421), p_value(3.2e-9)) == ("0.042", "3e-09")


def test_the_cards_figures_are_replaced_and_the_rest_is_kept():
    card = f"# Card\n\n{BEGIN}\nold\n{END}\n\n## After\n"
    assert with_figures(card, "new\n") == f"# Card\n\n{BEGIN}\n\nnew\n\n{END}\n\n## After\n"
    with pytest.raises(CardError, match="around its figures"):
        with_figures("# Card\n", "new")


def test_a_report_of_another_bundle_is_refused(tmp_path: Path):
    bundle = Path(__file__).parents[3] / "test/fixtures/tiny-bundle"
    with pytest.raises(CardError, match=r"evaluation\.json"):
        write_card(bundle, tmp_path)
    (tmp_path / "evaluation.json").write_text(json.dumps({"bundle": {"key": "0"}}))
    with pytest.raises(CardError, match="another bundle"):
        write_card(bundle, tmp_path)
