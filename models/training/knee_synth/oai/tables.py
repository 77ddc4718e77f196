"""The OAI's tables of radiograph readings, as its ASCII release has them.

`kXR_SQ_BU00.txt` and its like hold one row a knee and reading project, `|` between the columns,
variables with the visit before their name (`V00XRKL`). Values may come with their label
(`2: Left`). Missing ones are empty, `.`, or a dot and a letter with or without a text
(`.A: Not Expected`).
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SQ_FILE = re.compile(r"kxr_sq_bu(\d{2})\.(txt|csv)", re.IGNORECASE)
JSW_FILE = re.compile(r"kxr_qjsw_\w*?(\d{2})\.(txt|csv)", re.IGNORECASE)
#: Tables that hold readings but in a form that is not read, with what to take instead.
FOREIGN_FILES = (
    (re.compile(r"kxr_\w+\.(sas7bdat|xpt)", re.IGNORECASE), "SAS table; take the ASCII release"),
    (
        re.compile(r"(kxrsq|oai_kxrsemiquant|oai_kxrqjsw)\d*\.(txt|csv)", re.IGNORECASE),
        "table of the NDA's own structure, which codes sides differently; take the OAI's ASCII "
        "release (kXR_SQ_BU00.txt)",
    ),
    (re.compile(r"kxr_\w+_rel_\w+\.(txt|csv)", re.IGNORECASE), "repeated readings; not used"),
)
SIDES = {"1": "R", "2": "L"}

_MISSING = re.compile(r"(\.[A-Z_]?)?(\s*:.*)?", re.IGNORECASE | re.DOTALL)
_LABELLED = re.compile(r"(-?\d+(?:\.\d+)?)\s*(:.*)?", re.DOTALL)
_VARIABLE = re.compile(r"V(\d{2})(\w+)", re.IGNORECASE)


class TableError(Exception):
    """A table that cannot be read; the message is the reason in the import report."""


@dataclass(frozen=True)
class TableRow:
    """A row about one knee: `values` by variable without the visit, absent where missing;
    `unclear` are values that are neither numbers nor missing codes."""

    line: int
    person: str
    visit: str
    side: str
    project: int | None
    values: dict[str, float]
    unclear: dict[str, str] = field(default_factory=dict)
    barcode: str | None = None


def read_rows(path: Path, faults: list[tuple[int, str]]) -> Iterator[TableRow]:
    """The rows of a table; rows without person, side or visit go to `faults` (line, reason).

    Raises:
        TableError: no such columns, or not a text.
    """
    text = _text(path)
    lines = text.splitlines()
    if not lines:
        raise TableError("the table is empty")
    delimiter = max("|\t,", key=lines[0].count)
    reader = csv.reader(lines, delimiter=delimiter)
    names = [name.strip().upper() for name in next(reader)]
    if "ID" not in names or "SIDE" not in names:
        raise TableError("no columns ID and SIDE in the table's first line")
    variables = {
        index: (f"V{match[1]}", match[2])
        for index, name in enumerate(names)
        if (match := _VARIABLE.fullmatch(name))
    }
    visits = {visit for visit, _ in variables.values()}
    if len(visits) != 1:
        raise TableError("the variables are of no one visit (no names such as V00XRKL)")
    (visit,) = visits
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) < len(names):
            faults.append((reader.line_num, "the row is shorter than the table's first line"))
            continue
        cell = dict(zip(names, cells, strict=False))
        person, side = cell["ID"].strip(), SIDES.get(_code(cell["SIDE"]))
        if not person.isdigit() or side is None:
            faults.append((reader.line_num, "no person, or a side that is neither 1 nor 2"))
            continue
        yield _row(reader.line_num, person, visit, side, cells, cell, variables)


def _row(
    line: int,
    person: str,
    visit: str,
    side: str,
    cells: list[str],
    cell: dict[str, str],
    variables: dict[int, tuple[str, str]],
) -> TableRow:
    values: dict[str, float] = {}
    unclear: dict[str, str] = {}
    barcode = None
    for index, (_, name) in variables.items():
        raw = cells[index].strip()
        if name.startswith("BARCD"):
            barcode = raw if raw.isdigit() else None
            continue
        number = _LABELLED.fullmatch(raw)
        if number:
            values[name] = float(number[1])
        elif not _MISSING.fullmatch(raw):
            unclear[name] = raw
    project = _code(cell.get("READPRJ", ""))
    return TableRow(
        line,
        person,
        visit,
        side,
        int(project) if project.isdigit() else None,
        values,
        unclear,
        barcode,
    )


def _code(raw: str) -> str:
    """The code of a labelled value: `2` of `2: Left`."""
    match = _LABELLED.fullmatch(raw.strip())
    return match[1].removesuffix(".0") if match else ""


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
