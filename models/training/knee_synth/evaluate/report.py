"""The evaluation as Markdown: every figure against its target, then one section a part."""

from collections.abc import Callable
from typing import Any

from knee_synth.evaluate.report_readings import readings_section
from knee_synth.evaluate.tables import interval, number, p_value, table, target_table
from knee_synth.evaluate.targets import Target

Lines = list[str]
_SPLITS = {"test": "test", "val": "validation"}
_CONTROLS = {"wrong_patient": "wrong patient", "mean_volume": "mean volume"}
_NO_LABELS = (
    " Where that is what the segmenter drew on the true MRI, its own error is not known: its "
    "column and the floor hold it against itself."
)
_REDRAWN = (
    " At least in the end, half of the slices of {which} were drawn anew in the manner of "
    "a bundle ({bundle}): its restart's noise was added to the latents of true slices and taken "
    "away again, and the labels are those of the true slices."
)
_SCORES = {
    "psnr": ("PSNR (dB)", 2),
    "ssim": ("SSIM", 3),
    "dice_femur": ("Dice femur", 3),
    "dice_tibia": ("Dice tibia", 3),
    "dice_cartilage": ("Dice cartilage", 3),
    "error_medial_mm": ("error medial space (mm)", 2),
    "error_lateral_mm": ("error lateral space (mm)", 2),
    "error_convergence_deg": ("error angle (degrees)", 2),
    "seconds_a_slice": ("seconds a slice", 3),
}


def markdown_report(result: dict[str, Any]) -> str:
    """The whole report without pictures."""
    options, parts = result["sampling"], result["parts"]
    knees = f"{result['test_knees']} {_SPLITS[result.get('split', 'test')]} knees"
    lines = [
        f"Bundle {result['bundle']['name']}, version {result['bundle']['version']}; "
        f"{options['solver']}, {options['steps']} steps, guidance {options['guidance']:g}, noise "
        f"scale {options['noise_scale']:g}, seed {options['seed']} + the knee's number. "
        f"{knees}; intervals are 95 % bootstrap "
        "intervals over knees, p values those of one-sided Wilcoxon signed-rank tests over knees.",
        "",
        *target_table(Target(**target) for target in result["targets"]),
    ]
    for name, section in SECTIONS.items():
        if name in parts:
            lines += section(parts[name]["summary"], parts[name]["knees"])
    return "\n".join(lines).rstrip() + "\n"


def _autoencoder(summary: dict[str, Any], knees: int) -> Lines:
    mean = summary["mean"]
    return [
        f"**Autoencoder alone**, {knees} knees, every fifth slice: the encoder of the training "
        f"folder, the decoder of the {summary['decoder']}. PSNR {interval(mean['psnr'])} dB, "
        f"SSIM {interval(mean['ssim'], 3)}.",
        "",
    ]


def _synthesis(summary: dict[str, Any], knees: int) -> Lines:
    mean, tests = summary["mean"], summary["tests"]
    compared = {
        "synthetic": "",
        "synthetic, against another patient's truth (control)": "_wrong_patient",
        "mean training volume (control)": "_mean_volume",
    }
    lines = [f"**Against the truth**, {knees} knees.", ""]
    lines += table(
        ("compared with the truth", "PSNR (dB)", "SSIM"),
        [
            (text, interval(mean[f"psnr{suffix}"]), interval(mean[f"ssim{suffix}"], 3))
            for text, suffix in compared.items()
        ],
    )
    lines += table(
        ("paired over knees", "mean gain", "p"),
        [
            (
                f"{score.upper()} above the {words}",
                interval(tests[f"{score}_above_{control}"], 3, sign=True),
                p_value(tests[f"{score}_above_{control}"]["p"]),
            )
            for score in ("psnr", "ssim")
            for control, words in _CONTROLS.items()
        ],
    )
    lines += table(
        ("mean difference of neighbouring slices (grey 0 to 1)", "synthetic", "truth"),
        [
            (text, interval(mean[name], 4), interval(mean[f"{name}_truth"], 4))
            for text, name in (
                ("as it is", "slice_change"),
                ("after a Gaussian of 1.5 pixels, without image noise", "smooth_slice_change"),
            )
        ],
    )
    return lines


def _shape(summary: dict[str, Any], knees: int) -> Lines:
    is_labelled = summary["references"] == ["labels"]
    reference = "true labels" if is_labelled else "the reference"
    unknown = "" if is_labelled else _NO_LABELS
    bundle = summary.get("redrawn_by")
    segmenters = summary.get("segmenters") or {"count": 1, "redrawn": 1 if bundle else 0}
    count, some = segmenters["count"], segmenters["redrawn"]
    segmenter = "one small 2D U-Net" if count == 1 else f"the mean of {count} small 2D U-Nets"
    several = "every training" if some == count else f"{some} of their trainings"
    which = "its training" if count == 1 else several
    redrawn = _REDRAWN.format(which=which, bundle=bundle) if bundle else ""
    lines = [
        f"**Shape**, {knees} knees. Both volumes were segmented by {segmenter}, trained on "
        f"labelled slices of the training knees at random sharpness, noise and contrast.{redrawn} "
        "The largest connected part of each bone was kept; the segmenter's score on the true "
        "MRI is the most that the synthetic one can be expected to reach. Reference: "
        f"{' and '.join(summary['references'])}.{unknown}",
        "",
    ]
    lines += table(
        ("Dice", "synthetic", "true MRI (the segmenter's own)"),
        [
            (
                name.replace("_", " "),
                interval(summary["dice"][name], 3),
                interval(summary["dice_true_mri"][name], 3),
            )
            for name in summary["dice"]
        ],
    )
    comparisons = {
        "synthetic_against_truth": f"synthetic against {reference}",
        "true_mri_against_truth": f"segmented true MRI against {reference} (floor)",
        "synthetic_against_recorded": "synthetic against the width the knee was made with",
        "truth_against_recorded": f"{reference} against the width the knee was made with",
    }
    names = {
        "medial_mm": "medial space (mm)",
        "lateral_mm": "lateral space (mm)",
        "convergence_deg": "joint-line convergence (degrees)",
    }
    rows = []
    for key, words in comparisons.items():
        for name, label in names.items():
            if "recorded" in key and name == "convergence_deg":
                continue  # recorded from the same labels, no independent check
            figures = summary[key][name]
            limits = figures["limits"] or (None, None)
            rows.append(
                (
                    label,
                    words,
                    number(figures["r"], 3),
                    number(figures["mean_absolute_error"]),
                    number(figures["bias"], sign=True),
                    f"{number(limits[0], sign=True)} to {number(limits[1], sign=True)}",
                    f"{figures['knees']} ({figures['not_measurable']})",
                )
            )
    head = ("joint", "comparison", "r", "mean error", "bias", "limits", "knees (not measurable)")
    return lines + table(head, rows) + _by_narrowing(summary.get("by_narrowing", {}), names)


def _by_narrowing(summary: dict[str, list[dict[str, Any]]], names: dict[str, str]) -> Lines:
    """Widths among the knees of each grade of narrowing, beside the segmenter's own."""
    rows = [
        (
            names[name],
            str(of_grade["grade"]),
            str(of_grade["synthetic"]["knees"]),
            number(of_grade["truth"]["mean"]),
            *(
                text
                for source in ("synthetic", "true_mri")
                for text in (
                    number(of_grade[source]["r"]),
                    number(of_grade[source]["mean_absolute_error"]),
                    number(of_grade[source]["bias"], sign=True),
                )
            ),
        )
        for name, grades in summary.items()
        for of_grade in grades
    ]
    if not rows:
        return []
    own = ("r of the true MRI, segmented", "its mean error", "its bias")
    head = ("joint", "narrowing", "knees", "true width", "r", "mean error", "bias", *own)
    return table(head, rows)


def _continuity(summary: dict[str, Any], knees: int) -> Lines:
    mean, test = summary["mean"], summary["twice_lower"]
    lines = [
        f"**Twice the depths**, {knees} knees, 100 slices instead of 50, the same noise by depth: "
        f"the difference falls by {interval(test, 4)}, p {p_value(test['p'])}.",
        "",
    ]
    rows = [
        (text, *(interval(mean[prefix + name], 4) for name in ("truth", "standard", "twice")))
        for text, prefix in (("as it is", ""), ("after a Gaussian of 1.5 pixels", "smooth_"))
    ]
    head = ("mean difference of neighbours", "truth, 50", "synthetic, 50", "synthetic, 100")
    return lines + table(head, rows)


def _withheld(summary: dict[str, Any], knees: int) -> Lines:
    lines = [
        f"**Inputs withheld**, {knees} knees, every fifth slice (the joint on the slices in which "
        "it is loaded). The networks are not trained anew: readings and radiograph are given as "
        '"not given", which training knew; for depth there is no such code, so every slice is '
        "asked for at the joint centre. That shows how far the picture obeys depth, not what a "
        "network trained without depth would do.",
        "",
    ]
    return lines + _variants(summary, "withheld", "how much worse than with everything")


def _films(summary: dict[str, Any], knees: int) -> Lines:
    lines = [
        f"**Other films of the same knee**, {knees} knees, every fifth slice (the joint on the "
        "slices in which it is loaded), one draw a knee with the spreads of the training. A wrong "
        "scale was not trained: the volume comes out that much larger or smaller, and the truth is "
        "compared as it is.",
        "",
    ]
    return lines + _variants(summary, "film", "how much worse than as prepared")


def _variants(summary: dict[str, Any], what: str, worse: str) -> Lines:
    """Scores of the base, which comes first, and of the variants, then what these lose."""
    base = next(iter(summary))
    names = [name for name in _SCORES if name in summary[base]["mean"]]
    labels = tuple(_SCORES[name][0] for name in names)
    scored = [
        (
            variant.replace("_", " "),
            *(number(part["mean"][name]["mean"], _SCORES[name][1]) for name in names),
        )
        for variant, part in summary.items()
    ]
    lost = [
        (variant.replace("_", " "), *(_loss(part["worse"].get(name), name) for name in names))
        for variant, part in summary.items()
        if variant != base
    ]
    return table((what, *labels), scored) + table((worse, *labels), lost)


def _loss(test: dict[str, Any] | None, name: str) -> str:
    if test is None:
        return "-"
    return f"{number(test['mean'], _SCORES[name][1], sign=True)} (p {p_value(test['p'])})"


def _settings(summary: dict[str, Any], knees: int) -> Lines:
    some = next(iter(summary["guidance"].values()))
    names = [name for name in _SCORES if name in some]
    labels = tuple(_SCORES[name][0] for name in names)
    lines = [
        f"**Steps, solver, guidance, scale of the noise**, {knees} knees, every seventh slice.",
        "",
    ]
    lines += table(
        ("solver", "steps", *labels),
        [
            (solver, steps, *(number(figures[n]["mean"], _SCORES[n][1]) for n in names))
            for solver, by_steps in summary["steps"].items()
            for steps, figures in by_steps.items()
        ],
    )
    for label, name in (("guidance", "guidance"), ("scale of the noise", "noise_scale")):
        rows = [
            (value, *(number(figures[n]["mean"], _SCORES[n][1]) for n in names))
            for value, figures in summary[name].items()
        ]
        lines += table((label, *labels), rows)
    return lines


SECTIONS: dict[str, Callable[[dict[str, Any], int], Lines]] = {
    "autoencoder": _autoencoder,
    "synthesis": _synthesis,
    "shape": _shape,
    "readings": readings_section,
    "continuity": _continuity,
    "withheld": _withheld,
    "films": _films,
    "settings": _settings,
}
"""The Markdown section of every part, in the order of the report."""
