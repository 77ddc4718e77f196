"""Numbers and tables in Markdown."""

from collections.abc import Iterable, Sequence
from typing import Any

from knee_synth.evaluate.targets import Target

_REACHED = {True: "reached", False: "**not reached**", None: "not measurable"}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a table, an empty one after it."""
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows), ""]


def number(value: float | None, digits: int = 2, sign: bool = False) -> str:
    """A number, or a dash where it is unknown."""
    if value is None:
        return "-"
    return f"{value:+.{digits}f}" if sign else f"{value:.{digits}f}"


def interval(figure: dict[str, Any], digits: int = 2, sign: bool = False) -> str:
    """Mean and interval: `18.52 (18.10 to 18.90)`."""
    text = number(figure["mean"], digits, sign)
    if figure["low"] is None:
        return text
    low, high = (number(figure[end], digits, sign) for end in ("low", "high"))
    return f"{text} ({low} to {high})"


def p_value(p: float | None) -> str:
    """A p value, or why there is none."""
    if p is None:
        return "too few knees"
    return f"{p:.3f}" if p >= 0.001 else f"{p:.0e}"


def target_table(targets: Iterable[Target]) -> list[str]:
    """Every figure against its target."""
    rows = []
    for target in targets:
        digits = 3 if target.value is not None and abs(target.value) < 1 else 2
        figure = {"mean": target.value, "low": target.low, "high": target.high}
        part = target.part.capitalize()
        measured = interval(figure, digits)
        rows.append((part, target.text, target.wanted, measured, _REACHED[target.reached]))
    return table(("part", "figure", "target", "measured (95 % interval)", "result"), rows)
