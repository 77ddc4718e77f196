"""The lists of series (`contents.csv`) that come with the OAI's image releases."""

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from knee_synth.oai.layout import PathFacts
from knee_synth.oai.report import ImportReport

_NAME = re.compile(r"contents.*\.csv", re.IGNORECASE)
_COLUMNS = ("Folder", "ParticipantID", "SeriesDescription")


@dataclass(frozen=True)
class ContentsEntry:
    """One series: `folder` as listed (`0.C.2/9000296/20040909/10593811`)."""

    table: str
    folder: str
    person: str
    description: str
    is_on_disk: bool


@dataclass
class ContentsTable:
    """All lists of a download."""

    entries: list[ContentsEntry] = field(default_factory=list)
    by_series: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def description_of(self, facts: PathFacts) -> str:
        """Description of a series by its path, empty where no list has it."""
        key = (facts.person or "", facts.date or "", facts.series or "")
        return self.by_series.get(key, "")


def is_contents(path: Path) -> bool:
    return _NAME.fullmatch(path.name) is not None


def load_contents(files: list[Path], root: Path, report: ImportReport) -> ContentsTable:
    """Reads the lists; folders are looked for beside the list and below the download."""
    table = ContentsTable()
    for path in files:
        where = path.relative_to(root).as_posix()
        try:
            with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
                rows = list(csv.DictReader(stream))
        except (OSError, csv.Error) as error:
            report.not_used("contents list", where, f"it cannot be read ({error})")
            continue
        if not rows or any(name not in rows[0] for name in _COLUMNS):
            report.not_used("contents list", where, f"no columns {', '.join(_COLUMNS)}")
            continue
        for row in rows:
            folder, person, description = ((row[name] or "").strip() for name in _COLUMNS)
            folder = folder.replace("\\", "/").strip("/")
            if not folder or ".." in PurePosixPath(folder).parts:
                continue
            present = any(_exists(base / folder) for base in (path.parent, root))
            table.entries.append(ContentsEntry(where, folder, person, description, present))
            key = PurePosixPath(folder).parts[-3:]
            if len(key) == 3:
                table.by_series[key] = description
    return table


def _exists(folder: Path) -> bool:
    archives = (folder.with_name(f"{folder.name}{end}") for end in (".tar.gz", ".tgz", ".tar"))
    return folder.is_dir() or any(path.is_file() for path in archives)
