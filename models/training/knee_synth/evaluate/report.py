"""The evaluation as Markdown and as a picture."""

from pathlib import Path
from typing import Any

import numpy as np

from knee_synth.data import KneeFile
from knee_synth.evaluate.synthesis import Case, truth_of
from knee_synth.geometry import slice_depths_mm
from knee_synth.readings import READINGS
from knee_synth.sample import SamplerNetworks, SamplingOptions, VolumeSampler
from knee_synth.training.pictures import save_grid

MONTAGE_SLICES = (6, 12, 18, 23, 28, 33, 39, 44)
_KL = next(i for i, reading in enumerate(READINGS) if reading.name == "XRKL")


def write_report(
    folder: Path,
    result: dict[str, Any],
    networks: SamplerNetworks,
    knees: list[KneeFile],
    options: SamplingOptions,
) -> None:
    """Write `evaluation.md` and `montage.png` (8 depths, synthetic above truth)."""
    (folder / "evaluation.md").write_text(markdown_report(result), encoding="utf-8")
    sampler = VolumeSampler(networks)
    depths = slice_depths_mm()[list(MONTAGE_SLICES)]
    rows = []
    for knee in graded_examples(knees):
        case = Case.of(knee)
        rows.append(sampler.sample(case.radiograph, case.grades, options, depths))
        rows.append(truth_of(knee)[list(MONTAGE_SLICES)])
    save_grid(folder / "montage.png", rows)


def graded_examples(knees: list[KneeFile]) -> list[KneeFile]:
    """A healthy, a moderate and a severe knee by Kellgren-Lawrence grade, as far as there are."""
    grades = np.array([knee.load("readings")[_KL] for knee in knees])
    chosen = []
    for wanted in ((0, 1), (2, 3), (4,)):
        found = np.flatnonzero(np.isin(grades, wanted))
        if len(found):
            chosen.append(knees[found[0]])
    return chosen


def markdown_report(result: dict[str, Any]) -> str:
    """Tables of all figures."""
    mean, options = result["mean"], result["options"]
    lines = [
        f"{result['knees']} test knees, {options['solver']}, {options['steps']} steps, "
        f"guidance {options['guidance']}, seed {options['seed']}.",
        "",
        "| compared with the truth | PSNR (dB) | SSIM |",
        "|---|---|---|",
        f"| synthetic | {mean['psnr']:.2f} | {mean['ssim']:.3f} |",
        "| synthetic, against another patient's truth (control) | "
        f"{mean['psnr_wrong_patient']:.2f} | {mean['ssim_wrong_patient']:.3f} |",
        f"| mean training volume (control) | {mean['psnr_mean_volume']:.2f} | "
        f"{mean['ssim_mean_volume']:.3f} |",
    ]
    if "autoencoder" in result:
        quality = result["autoencoder"]
        lines.append(
            f"| autoencoder alone (ceiling) | {quality['psnr']:.2f} | {quality['ssim']:.3f} |"
        )
    lines += ["", "| paired over knees | mean gain | p (Wilcoxon, one-sided) |", "|---|---|---|"]
    for name, test in result["tests"].items():
        p = "too few knees" if test["p"] is None else f"{test['p']:.1e}"
        lines.append(f"| {name.replace('_', ' ')} | {test['mean_gain']:+.3f} | {p} |")
    lines += [
        "",
        f"Nearest true slice within one slice of the asked depth: "
        f"{100 * mean['depth_within_one_slice']:.0f} % of slices. "
        f"Mean absolute change from slice to slice: {mean['slice_change']:.4f} "
        f"(truth {mean['slice_change_truth']:.4f}).",
    ]
    if "withheld" in result:
        lines += ["", "| withheld | PSNR (dB) | SSIM |", "|---|---|---|"]
        for name, scores in result["withheld"].items():
            label = name.replace("_", " ")
            lines.append(f"| {label} | {scores['psnr']:.2f} | {scores['ssim']:.3f} |")
    return "\n".join(lines) + "\n"
