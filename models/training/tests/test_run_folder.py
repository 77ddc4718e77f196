"""The folder of a training."""

import csv
from pathlib import Path

from knee_synth.training.run_folder import RunFolder


def test_curves_keep_every_figure_in_its_column_when_figures_come_and_go(tmp_path: Path) -> None:
    """As where the radiograph encoder learns alone first, and has no figures of the denoiser."""
    RunFolder(tmp_path).log({"step": 100, "outline": 0.5})
    RunFolder(tmp_path).log({"step": 200, "loss": 0.25, "outline": 0.375})
    RunFolder(tmp_path).log({"step": 300, "loss": 0.125})
    with (tmp_path / "curves.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows == [
        {"step": "100", "outline": "0.5", "loss": ""},
        {"step": "200", "outline": "0.375", "loss": "0.25"},
        {"step": "300", "outline": "", "loss": "0.125"},
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["curves.csv"]
