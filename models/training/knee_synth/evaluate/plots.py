"""Plots of the report: joint measures against truth, readings' sweeps, quality against steps."""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from knee_synth.evaluate.parts.readings_summary import GRADES

_DPI = 100
_PANEL_INCHES = (3.4, 3.2)
_JOINT = {
    "medial_mm": "medial joint space (mm)",
    "lateral_mm": "lateral joint space (mm)",
    "convergence_deg": "joint-line convergence (degrees)",
}
_SWEPT = {"guidance": "guidance", "noise_scale": "scale of the noise"}
_SIDES = {"M": ("medial", "tab:blue"), "L": ("lateral", "tab:orange")}
_FILMS = {"given": "radiograph given", "withheld": "radiograph withheld"}


def save_joint_plot(path: Path, rows: list[dict[str, Any]]) -> None:
    """Synthetic against true joint measures: scatter above, Bland-Altman below."""
    figure, axes = _figure(2, len(_JOINT))
    for column, (name, label) in enumerate(_JOINT.items()):
        pairs = [(row["truth"][name], row["synthetic"][name]) for row in rows]
        complete = np.array([p for p in pairs if None not in p], dtype=float).reshape(-1, 2)
        if len(complete):
            _scatter(axes[0][column], complete, label)
            _bland_altman(axes[1][column], complete)
    _save(figure, path)


def save_readings_plot(path: Path, summary: dict[str, Any]) -> None:
    """Both spaces against the grade of narrowing, radiograph given and withheld."""
    figure, axes = _figure(2, 2)
    for row, (film, film_label) in enumerate(_FILMS.items()):
        for column, (swept, (swept_label, _)) in enumerate(_SIDES.items()):
            axis, figures = axes[row][column], summary[film]["narrowing"][swept]
            for side, (label, colour) in _SIDES.items():
                levels = figures["own_mm" if side == swept else "other_mm"]
                _line(axis, GRADES, levels, f"{label} space", colour)
            axis.set_title(film_label, fontsize=9)
            axis.set_xlabel(f"{swept_label} narrowing (grade)")
            axis.set_ylabel("joint space (mm)")
            axis.set_xticks(GRADES)
            axis.legend(fontsize=7)
    every = [axis for row in axes for axis in row]
    widest_mm = max(axis.get_ylim()[1] for axis in every)
    for axis in every:
        axis.set_ylim(0, widest_mm)
    figure.suptitle("SYNTHETIC volumes: mean space and its 95 % interval", fontsize=10)
    _save(figure, path)


def save_settings_plot(path: Path, summary: dict[str, Any]) -> None:
    """Quality against the number of steps by solver, guidance and scale of the noise."""
    scores = {"psnr": "PSNR (dB)", "ssim": "SSIM", "dice_cartilage": "Dice of cartilage"}
    present = {n: t for n, t in scores.items() if n in next(iter(summary["guidance"].values()))}
    figure, axes = _figure(1 + len(_SWEPT), len(present))
    for column, (name, label) in enumerate(present.items()):
        for colour, (solver, by_steps) in zip(
            ("tab:blue", "tab:orange"), summary["steps"].items(), strict=False
        ):
            figures = [scored[name] for scored in by_steps.values()]
            _line(axes[0][column], [int(count) for count in by_steps], figures, solver, colour)
        axes[0][column].set_xscale("log")
        counts = [int(count) for count in next(iter(summary["steps"].values()))]
        axes[0][column].set_xticks(counts, [str(count) for count in counts])
        axes[0][column].minorticks_off()
        axes[0][column].set_xlabel("steps")
        axes[0][column].legend(fontsize=7)
        for row, (swept, swept_label) in enumerate(_SWEPT.items(), start=1):
            values = [float(value) for value in summary[swept]]
            figures = [scored[name] for scored in summary[swept].values()]
            _line(axes[row][column], values, figures, swept_label, "tab:green")
            axes[row][column].set_xlabel(swept_label)
        for row in axes:
            row[column].set_ylabel(label)
    _save(figure, path)


def _figure(rows: int, columns: int) -> tuple[Figure, list[list[Axes]]]:
    size = (_PANEL_INCHES[0] * columns, _PANEL_INCHES[1] * rows)
    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    grid = figure.subplots(rows, columns, squeeze=False)
    return figure, [list(row) for row in grid]


def _scatter(axis: Axes, pairs: np.ndarray, label: str) -> None:
    low, high = float(pairs.min()), float(pairs.max())
    axis.plot([low, high], [low, high], color="grey", linewidth=0.8)
    axis.scatter(pairs[:, 0], pairs[:, 1], s=12)
    axis.set_title(label, fontsize=9)
    axis.set_xlabel("truth")
    axis.set_ylabel("synthetic")


def _bland_altman(axis: Axes, pairs: np.ndarray) -> None:
    difference = pairs[:, 1] - pairs[:, 0]
    axis.scatter(pairs.mean(axis=1), difference, s=12)
    spread = 1.96 * difference.std(ddof=1) if len(difference) > 1 else 0.0
    for offset, style in ((0.0, "-"), (spread, "--"), (-spread, "--")):
        axis.axhline(difference.mean() + offset, color="grey", linewidth=0.8, linestyle=style)
    axis.set_xlabel("mean of both")
    axis.set_ylabel("synthetic minus truth")


def _line(axis: Axes, places: Any, figures: list[dict[str, Any]], label: str, colour: str) -> None:
    means = [np.nan if f["mean"] is None else f["mean"] for f in figures]
    axis.plot(places, means, marker="o", markersize=3, label=label, color=colour)
    if all(f["low"] is not None for f in figures):
        bounds = ([f["low"] for f in figures], [f["high"] for f in figures])
        axis.fill_between(places, *bounds, alpha=0.15, color=colour, linewidth=0)


def _save(figure: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=_DPI)
