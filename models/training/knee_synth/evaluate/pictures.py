"""The picture report: every picture of an evaluation, under names that stay."""

from pathlib import Path
from typing import Any

from knee_synth.data import KneeFile
from knee_synth.evaluate.montage import (
    examples,
    save_montage,
    save_readings_picture,
    save_segmentation_picture,
)
from knee_synth.evaluate.plots import save_joint_plot, save_readings_plot, save_settings_plot
from knee_synth.evaluate.tools import Tools

CAPTIONS = {
    "montage_healthy.png": "Healthy test knee, 8 depths from posterior to anterior, synthetic "
    "above truth",
    "montage_moderate.png": "Moderate osteoarthritis, synthetic above truth",
    "montage_severe.png": "Severe osteoarthritis, synthetic above truth",
    "readings.png": "One radiograph without findings, the middle slice, one kind of reading "
    "changed at a time",
    "segmentation.png": "Outlines of the segmenter on synthetic and true slices",
    "joint_space.png": "Joint space and joint-line convergence, synthetic against truth, with "
    "Bland-Altman plots",
    "narrowing.png": "Joint space of synthetic volumes against the grade of narrowing, all else "
    "held fixed",
    "settings.png": "Quality against steps, solver, guidance and scale of the noise",
}
"""File name and caption of every picture, in the order in which they are shown."""


def write_pictures(
    folder: Path,
    tools: Tools,
    knees: list[KneeFile],
    parts: dict[str, dict[str, Any]],
    rows: dict[str, list[dict[str, Any]]],
) -> list[str]:
    """Write the pictures of the parts that were measured.

    Returns:
        the file names, in the order of `CAPTIONS`.
    """
    shown = examples(knees)
    if "synthesis" in parts:
        for name, knee in shown.items():
            save_montage(folder / f"montage_{name}.png", tools, knee)
    middle = shown.get("moderate") or knees[0]
    if "readings" in parts:
        save_readings_picture(folder / "readings.png", tools, shown.get("healthy") or knees[0])
        save_readings_plot(folder / "narrowing.png", parts["readings"]["summary"])
    if "shape" in parts:
        save_segmentation_picture(folder / "segmentation.png", tools, middle)
        save_joint_plot(folder / "joint_space.png", rows["shape"])
    if "settings" in parts:
        save_settings_plot(folder / "settings.png", parts["settings"]["summary"])
    return [name for name in CAPTIONS if (folder / name).is_file()]


def picture_lines(names: list[str]) -> list[str]:
    """Markdown that shows the pictures with their captions."""
    lines = []
    for name in names:
        lines += [f"![{CAPTIONS[name]}]({name})", "", f"*{CAPTIONS[name]}.*", ""]
    return lines
