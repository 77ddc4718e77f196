"""The Markdown section of the readings' sweeps."""

from typing import Any

from knee_synth.evaluate.tables import interval, number, p_value, table

_SIDES = {"M": ("medial", "lateral"), "L": ("lateral", "medial")}
_FILMS = {"given": "given", "withheld": "withheld"}
_KINDS = {"XROS": "osteophyte 0 to 3", "XRSC": "sclerosis 0 to 3", "XRCY": "cyst 0 to 1"}
_CORNERS = {
    "FM": "medial femur",
    "FL": "lateral femur",
    "TM": "medial tibia",
    "TL": "lateral tibia",
}


def readings_section(summary: dict[str, Any], knees: int) -> list[str]:
    """Joint space by grade of narrowing, and lesions by corner."""
    lines = [
        f"**Readings**, {knees} knees: one reading changed at a time, radiograph (or none), noise "
        "and all other readings held fixed. The Kellgren-Lawrence grade follows from narrowing and "
        "osteophytes by its definition, since a changed reading beside an unchanged grade would "
        "describe no knee. Beside what a lesion changes stands what it changes between two "
        "simulated volumes of one knee, with it and without.",
        "",
        *_narrowing(summary),
        *_lesions(summary),
    ]
    growth = [
        (
            film,
            interval(figures["bone_mm2"]["own"], 1, sign=True),
            interval(figures["bone_mm2"]["others"], 1, sign=True),
            p_value(figures["bone_mm2"]["own_above_others"]["p"]),
        )
        for film in _FILMS
        if (figures := summary[film]["lesions"]["by_kind"].get("XROS"))
    ]
    head = ("osteophyte 0 to 3, radiograph", "bone in its corner (mm2 a slice)", "others", "p")
    return lines + table(head, growth)


def _narrowing(summary: dict[str, Any]) -> list[str]:
    rows = []
    for film in _FILMS:
        for side, (own, other) in _SIDES.items():
            figures = summary[film]["narrowing"][side]
            share = figures["monotonic_knees"]
            rows.append(
                (
                    own,
                    film,
                    *(number(at_grade["mean"]) for at_grade in figures["own_mm"]),
                    interval(figures["mm_a_grade"], sign=True),
                    f"{'yes' if figures['monotonic'] else 'no'} "
                    f"({'-' if share is None else f'{100 * share:.0f} %'})",
                    f"{other} {interval(figures['other_change_mm'], sign=True)}, "
                    f"size {number(figures['other_absolute_change_mm']['mean'])}",
                    number(figures["cohens_d"], 1, sign=True),
                )
            )
    head = (
        *("narrowing", "radiograph", "own space (mm) at 0", "1", "2", "3", "mm a grade"),
        *("falls at every grade (knees)", "other space, 0 to 3 (mm)", "Cohen's d, 3 over 0"),
    )
    return table(head, rows)


def _lesions(summary: dict[str, Any]) -> list[str]:
    rows, truth = [], summary.get("truth", {"by_kind": {}, "by_corner": {}})
    for film in _FILMS:
        found = summary[film]["lesions"]
        rows += [
            _lesion_row(f"{_KINDS[stem]}, all corners", film, figures, truth["by_kind"].get(stem))
            for stem, figures in found["by_kind"].items()
        ]
    rows += [
        _lesion_row(
            f"{_KINDS[name[:4]]}, {_CORNERS[name[4:]]}",
            "given",
            figures,
            truth["by_corner"].get(name),
        )
        for name, figures in summary["given"]["lesions"]["by_corner"].items()
    ]
    head = (
        *("change of grey (1/1000)", "radiograph", "its corner", "in simulated pairs"),
        *("other corners", "rest of body"),
        *("its corner changes most", "p, own above others", "Cohen's d"),
    )
    return table(head, rows)


def _lesion_row(
    text: str, film: str, figures: dict[str, Any], truth: dict[str, Any] | None
) -> tuple[str, ...]:
    return (
        text,
        film,
        _thousandths(figures["own"]["mean"]),
        _thousandths(truth["mean"] if truth else None),
        *(_thousandths(figures[place]["mean"]) for place in ("others", "rest")),
        f"{100 * figures['own_is_largest']:.0f} %",
        p_value(figures["own_above_others"]["p"]),
        number(figures["cohens_d"], 1, sign=True),
    )


def _thousandths(value: float | None) -> str:
    return number(None if value is None else 1000 * value, 1)
