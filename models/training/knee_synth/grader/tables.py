"""The grader's agreement in words."""

from typing import Any

from knee_synth.evaluate.tables import number, table


def agreement_table(agreement: dict[str, Any]) -> list[str]:
    """The agreement of every variable as lines of a Markdown table."""
    head = (
        *("reading", "weighted kappa (95 % interval)", "at random exposure and crop"),
        *("visible at all (area under the curve)", "knees with the finding"),
    )
    return table(
        head,
        [
            (
                name,
                f"{number(of['kappa'])} ({number(of['low'])} to {number(of['high'])})",
                number(of["kappa_varied"]),
                number(of["visibility"]),
                f"{of['findings']} of {of['read']}",
            )
            for name, of in agreement["variables"].items()
        ],
    )


def grader_section(metadata: dict[str, Any]) -> list[str]:
    """What a model card says of the bundle's grader; nothing of a bundle without."""
    grader = metadata["xray_to_mri"].get("grader")
    if grader is None:
        return []
    agreement = grader["agreement"]
    return [
        f"**Suggested readings**, {agreement['knees']} test knees: {agreement['measure']} of what "
        "the grader suggests with the grades that the knees were made with or given by readers, on "
        "the films as they are prepared and at random exposure, sharpness, shift and crop. An area "
        "under the curve of 0.5 means that the finding is not visible to the grader at all. Where "
        "the lower end of the interval is not above 0, nothing is suggested.",
        "",
        *agreement_table(agreement),
    ]
