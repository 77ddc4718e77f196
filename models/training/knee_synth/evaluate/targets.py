"""The figures that a model worth showing must reach, each held against its target."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

SIGNIFICANT = 0.05
#: How many times more a corner must change than the other corners to count as its lesion's place.
CORNER_RATIO = 2.0

Parts = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Target:
    """One figure and its target.

    Attributes:
        part: the part of the evaluation that it comes from.
        name: key of the figure in the bundle's metadata.
        text: what it is.
        wanted: the target in words.
        value: the figure, None where it could not be measured.
        low, high: its 95 % interval over knees, if known.
        reached: whether the target is reached; None where it could not be measured.
    """

    part: str
    name: str
    text: str
    wanted: str
    value: float | None
    low: float | None
    high: float | None
    reached: bool | None


def targets_of(parts: Parts) -> list[Target]:
    """All targets of the parts that were measured.

    Args:
        parts: summaries by part's name.
    """
    makers = {
        "autoencoder": _autoencoder,
        "synthesis": _synthesis,
        "shape": _shape,
        "readings": _readings,
        "continuity": _continuity,
        "withheld": _withheld,
    }
    return [target for name, make in makers.items() if name in parts for target in make(parts)]


def _autoencoder(parts: Parts) -> Iterable[Target]:
    mean = parts["autoencoder"]["mean"]
    yield _at_least("autoencoder", "autoencoder_psnr", "PSNR (dB)", mean["psnr"], 31)
    yield _at_least("autoencoder", "autoencoder_ssim", "SSIM", mean["ssim"], 0.93)


def _synthesis(parts: Parts) -> Iterable[Target]:
    summary = parts["synthesis"]
    for control, gain_db in (("wrong_patient", 2.0), ("mean_volume", 1.5)):
        words = control.replace("_", " ")
        test = summary["tests"][f"psnr_above_{control}"]
        name = f"psnr_above_{control}"
        yield _gain("synthesis", name, f"PSNR above the {words} (dB)", test, gain_db)
        test = summary["tests"][f"ssim_above_{control}"]
        yield _gain("synthesis", f"ssim_above_{control}", f"SSIM above the {words}", test, 0.0)
    mean = summary["mean"]
    for suffix, words in (("", "least squares"), ("_by_correlation", "correlation")):
        name = f"depth_within_one_slice{suffix}"
        text = f"slices whose best-matching true slice ({words}) lies within 1 slice"
        yield _at_least("synthesis", name, text, mean[name], 0.95)
    ratio = _ratio(mean["slice_change"]["mean"], mean["slice_change_truth"]["mean"])
    yield Target(
        "synthesis",
        "slice_change_ratio",
        "slice-to-slice difference, synthetic by true",
        "0.90 to 1.10",
        ratio,
        None,
        None,
        None if ratio is None else 0.9 <= ratio <= 1.1,
    )


def _shape(parts: Parts) -> Iterable[Target]:
    summary = parts["shape"]
    for name, least in (("femur", 0.93), ("tibia", 0.93), ("cartilage", 0.65)):
        yield _at_least("shape", f"dice_{name}", f"Dice of {name}", summary["dice"][name], least)
    found = summary["synthetic_against_truth"]
    for side in ("medial", "lateral"):
        figures = found[f"{side}_mm"]
        text = f"{side} joint-space width against truth"
        correlation = _figure(figures["r"], figures["r_interval"])
        yield _at_least("shape", f"jsw_{side}_r", f"{text}, Pearson r", correlation, 0.85)
        error = _figure(figures["mean_absolute_error"], figures["mae_interval"])
        yield _at_most("shape", f"jsw_{side}_mae_mm", f"{text}, mean error (mm)", error, 0.6)
    figures = found["convergence_deg"]
    error = _figure(figures["mean_absolute_error"], figures["mae_interval"])
    text = "joint-line convergence angle against truth, mean error (degrees)"
    yield _at_most("shape", "jlca_mae_deg", text, error, 1.0)


def _readings(parts: Parts) -> Iterable[Target]:
    given = parts["readings"]["given"]
    for side, words, rest in (("M", "medial", "lateral"), ("L", "lateral", "medial")):
        figures = given["narrowing"][side]
        change = figures["own_change_mm"]
        yield Target(
            "readings",
            f"narrowing_{words}_change_mm",
            f"{words} narrowing 0 to 3: change of the {words} space (mm)",
            "falls at every grade",
            change["mean"],
            change["low"],
            change["high"],
            None if change["mean"] is None else figures["monotonic"],
        )
        text = f"{words} narrowing 0 to 3: size of the {rest} space's change (mm)"
        moved = figures["other_absolute_change_mm"]
        yield _at_most("readings", f"narrowing_{words}_moves_{rest}_mm", text, moved, 0.3)
    for stem, words in (("XROS", "osteophyte"), ("XRCY", "cyst")):
        figures = given["lesions"]["by_kind"].get(stem)
        if figures is None:
            continue
        ratio = _ratio(figures["own"]["mean"], figures["others"]["mean"])
        p = figures["own_above_others"]["p"]
        yield Target(
            "readings",
            f"{words}_corner_ratio",
            f"{words}: change in its corner by change in the other corners",
            f"at least {CORNER_RATIO:g}, p < {SIGNIFICANT}",
            ratio,
            None,
            None,
            None if ratio is None or p is None else ratio >= CORNER_RATIO and p < SIGNIFICANT,
        )


def _continuity(parts: Parts) -> Iterable[Target]:
    test = parts["continuity"]["twice_lower"]
    text = "fall of the slice-to-slice difference at twice the depths"
    yield _gain("continuity", "slice_change_fall_at_twice_depths", text, test, 0.0)


def _withheld(parts: Parts) -> Iterable[Target]:
    for name in ("depth", "readings", "radiograph"):
        test = parts["withheld"][name]["worse"].get("psnr")
        if test is not None:
            text = f"PSNR lost without {name} (dB)"
            yield _gain("withheld", f"psnr_lost_without_{name}", text, test, 0.0)


def _gain(part: str, name: str, text: str, test: dict[str, Any], least: float) -> Target:
    """A gain that must be large enough, and shown by the paired test."""
    value, p = test["mean"], test["p"]
    wanted = f"{'above' if least == 0 else 'at least'} {least:g}, p < {SIGNIFICANT}"
    reached = None
    if value is not None and p is not None:
        reached = p < SIGNIFICANT and (value >= least if least else value > 0)
    return Target(part, name, text, wanted, value, test["low"], test["high"], reached)


def _at_least(part: str, name: str, text: str, figure: dict[str, Any], bound: float) -> Target:
    value = figure["mean"]
    reached = None if value is None else value >= bound
    wanted = f"at least {bound:g}"
    return Target(part, name, text, wanted, value, figure["low"], figure["high"], reached)


def _at_most(part: str, name: str, text: str, figure: dict[str, Any], bound: float) -> Target:
    value = figure["mean"]
    reached = None if value is None else value <= bound
    wanted = f"at most {bound:g}"
    return Target(part, name, text, wanted, value, figure["low"], figure["high"], reached)


def _figure(value: float | None, interval: list[float] | None) -> dict[str, Any]:
    low, high = interval or (None, None)
    return {"mean": value, "low": low, "high": high}


def _ratio(value: float | None, by: float | None) -> float | None:
    return value / by if value is not None and by else None
