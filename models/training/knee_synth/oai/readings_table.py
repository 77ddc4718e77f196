"""Chooses, for every knee and visit, the row of readings to train with."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from knee_synth.oai.report import ImportReport
from knee_synth.oai.tables import (
    FOREIGN_FILES,
    JSW_FILE,
    SQ_FILE,
    TableError,
    TableRow,
    read_rows,
)
from knee_synth.readings import READINGS, no_readings

KneeKey = tuple[str, str, str]
"""Person, visit (`V00`), side (`R` or `L`)."""

#: Project 15 read the visits up to 48 months, project 37 chosen persons over all 96 months; the
#: OAI's description of the table says that 42 is to be taken for 37.
PROJECT_ORDER = (15, 37)
_SAME_PROJECT = {42: 37}
_MEDIAL_WIDTH = "MCMJSW"
_LATERAL_WIDTHS = "LJSW"


@dataclass(frozen=True)
class KneeReadings:
    """Grades in contract order (-1 not read), reading project and barcode of the film that was
    read, and what was odd about the row."""

    grades: np.ndarray
    project: int | None = None
    barcode: str | None = None
    remarks: list[str] = field(default_factory=list)


@dataclass
class ReadingTables:
    """All readings and joint-space widths (mm: medial, lateral) of a download, by knee."""

    readings: dict[KneeKey, KneeReadings] = field(default_factory=dict)
    widths_mm: dict[KneeKey, tuple[float, float]] = field(default_factory=dict)

    def of(self, key: KneeKey) -> KneeReadings | None:
        return self.readings.get(key)

    def widths_of(self, key: KneeKey) -> np.ndarray:
        """Medial and lateral width, float32 (2,), NaN where not measured."""
        return np.array(self.widths_mm.get(key, (np.nan, np.nan)), dtype=np.float32)


def load_tables(files: list[Path], root: Path, report: ImportReport) -> ReadingTables:
    """Reads those of the files that are tables of readings or widths."""
    tables = ReadingTables()
    rows: dict[KneeKey, list[tuple[str, TableRow]]] = {}
    for path in files:
        where = _where(path, root)
        if SQ_FILE.fullmatch(path.name):
            for row in _rows(path, where, report):
                rows.setdefault((row.person, row.visit, row.side), []).append((where, row))
        elif JSW_FILE.fullmatch(path.name) and "_rel_" not in path.name.lower():
            for row in _rows(path, where, report):
                _keep_widths(tables, row)
        else:
            reason = next((why for name, why in FOREIGN_FILES if name.fullmatch(path.name)), None)
            if reason:
                report.not_used("table", where, reason)
    for key, candidates in rows.items():
        tables.readings[key] = _chosen(candidates, report)
    return tables


def _rows(path: Path, where: str, report: ImportReport) -> list[TableRow]:
    faults: list[tuple[int, str]] = []
    try:
        found = list(read_rows(path, faults))
    except (TableError, OSError) as error:
        report.not_used("table", where, str(error))
        return []
    for line, reason in faults:
        report.not_used("reading row", f"{where}:{line}", reason)
    return found


def _chosen(candidates: list[tuple[str, TableRow]], report: ImportReport) -> KneeReadings:
    """The row of the first project in order that has a reading; the others are reported."""

    def rank(candidate: tuple[str, TableRow]) -> tuple[bool, int, int]:
        row = candidate[1]
        project = _project(row)
        place = PROJECT_ORDER.index(project) if project in PROJECT_ORDER else len(PROJECT_ORDER)
        return (not _read(row), place, project if project is not None else 10**6)

    ordered = sorted(candidates, key=rank)
    (where, best), others = ordered[0], ordered[1:]
    for other_where, other in others:
        same = _project(other) == _project(best)
        report.not_used(
            "reading row",
            f"{other_where}:{other.line}",
            "a second row of the same knee, visit and project"
            if same
            else f"project {_project(best)} was taken before project {_project(other)}",
        )
    return _graded(best, where)


def _project(row: TableRow) -> int | None:
    return None if row.project is None else _SAME_PROJECT.get(row.project, row.project)


def _read(row: TableRow) -> bool:
    return any(reading.name in row.values for reading in READINGS)


def _graded(row: TableRow, where: str) -> KneeReadings:
    """Grades of a row. Grades between two whole ones (a change within a grade) go to the lower."""
    grades = no_readings()
    remarks = [
        f"{where}:{row.line}: {name} is no number and no missing code; taken as not read"
        for name in row.unclear
        if any(reading.name == name for reading in READINGS)
    ]
    for index, reading in enumerate(READINGS):
        value = row.values.get(reading.name)
        if value is None:
            continue
        if not reading.low <= value < reading.high + 1:
            remarks.append(
                f"{where}:{row.line}: {reading.name} is {value:g}, beyond {reading.low} to "
                f"{reading.high}; taken as not read"
            )
            continue
        if value != int(value):
            remarks.append(f"{where}:{row.line}: {reading.name} {value:g} taken as {int(value)}")
        grades[index] = int(value)
    return KneeReadings(grades, _project(row), row.barcode, remarks)


def _keep_widths(tables: ReadingTables, row: TableRow) -> None:
    """Medial minimum, and the least of the lateral widths at fixed places."""
    lateral = [width for name, width in row.values.items() if name.startswith(_LATERAL_WIDTHS)]
    widths = (row.values.get(_MEDIAL_WIDTH, np.nan), min(lateral, default=np.nan))
    if not np.isnan(widths).all():
        tables.widths_mm.setdefault((row.person, row.visit, row.side), widths)


def _where(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
