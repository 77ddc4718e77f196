"""Which knees an evaluation measures: test knees for figures, validation knees to choose by."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from knee_synth.__main__ import main
from knee_synth.evaluate import cli
from knee_synth.evaluate.card import BEGIN, END
from knee_synth.evaluate.tools import Tools

TINY_BUNDLE = Path(__file__).parents[3] / "test/fixtures/tiny-bundle"
SPLITS = ("test", "val", "train", "val")
FIGURES = ("truth", "standard", "twice", "smooth_truth", "smooth_standard", "smooth_twice")


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """A cache of knees without pictures, a bundle with a card; measuring stands in."""
    cache, bundle = tmp_path / "cache", tmp_path / "bundle"
    cache.mkdir()
    for number, split in enumerate(SPLITS):
        meta = np.array(json.dumps({"split": split, "person_id": number}))
        np.savez(cache / f"knee_{number:05d}.npz", meta=meta)
    shutil.copytree(TINY_BUNDLE, bundle)
    (bundle / "docs").mkdir(exist_ok=True)
    (bundle / "docs/README.md").write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")

    def rows_of(setup, work, workers):
        controls = Tools(setup).knees
        assert {knee.split for knee in controls} == {setup.split}
        return {
            name: [{"knee": knee.knee_id, **dict.fromkeys(FIGURES, 0.1)} for knee in knees]
            for name, knees in work.items()
        }

    monkeypatch.setattr(cli, "run_parts", rows_of)
    monkeypatch.setattr(cli, "write_pictures", lambda *_: [])
    return {"cache": cache, "bundle": bundle, "out": tmp_path / "report"}


def evaluate(folders: dict[str, Path], *more: str) -> int:
    command = ["evaluate", "--bundle", str(folders["bundle"]), "--data", str(folders["cache"])]
    return main([*command, "--out", str(folders["out"]), "--parts", "continuity", *more])


@pytest.mark.parametrize(
    ("options", "knees", "words"),
    [((), [0], "1 test knees"), (("--split", "val"), [1, 3], "2 validation knees")],
)
def test_the_knees_of_the_split_alone_are_measured(folders, options, knees, words):
    assert evaluate(folders, *options) == 0
    rows = json.loads((folders["out"] / "per_knee.json").read_text(encoding="utf-8"))
    assert [row["knee"] for row in rows["continuity"]] == knees
    assert words in (folders["out"] / "evaluation.md").read_text(encoding="utf-8")


def test_figures_of_validation_knees_do_not_go_into_a_bundle(folders, capsys):
    for option in ("--record", "--card"):
        assert evaluate(folders, "--split", "val", option) == 1
        assert "test knees alone" in capsys.readouterr().err
    assert not folders["out"].exists()
    assert evaluate(folders, "--split", "val") == 0
    command = ["card", "--report", str(folders["out"]), "--bundle", str(folders["bundle"])]
    assert main(command) == 1
    assert "not of test knees" in capsys.readouterr().err
    assert evaluate(folders) == 0
    assert main(command) == 0
