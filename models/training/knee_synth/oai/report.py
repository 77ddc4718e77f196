"""What an import used and what it did not, with the reason."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REPORT_FILE = "import_report.json"
_EXAMPLES = 3
_REMARKS = 8


@dataclass(frozen=True)
class NotUsed:
    """A file, series, row or knee that was left out."""

    what: str
    where: str
    reason: str


@dataclass
class ImportReport:
    """Collects the outcome of an import; `knees` are the entries of those in the cache."""

    knees: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[NotUsed] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    complete: bool = False

    def not_used(self, what: str, where: str, reason: str) -> None:
        self.left_out.append(NotUsed(what, where, reason))

    def remark(self, text: str) -> None:
        self.remarks.append(text)

    def write(self, folder: Path) -> None:
        """Writes `import_report.json`, whole or not at all."""
        content = {
            "complete": self.complete,
            "knees": self.knees,
            "not_used": [vars(entry) for entry in self.left_out],
            "remarks": self.remarks,
        }
        partial = folder / f".{REPORT_FILE}.partial"
        partial.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        partial.replace(folder / REPORT_FILE)

    def summary(self) -> str:
        """The knees in the cache, and what was left out by reason, each with some examples."""
        persons = {knee["person"] for knee in self.knees}
        splits = Counter(knee["split"] for knee in self.knees)
        shares = ", ".join(f"{splits[name]} {name}" for name in ("train", "val", "test"))
        unread = sum(knee["readings_read"] == 0 for knee in self.knees)
        lines = [f"{len(self.knees)} knees of {len(persons)} persons are in the cache ({shares})"]
        if unread:
            lines.append(f"{unread} of them have no readings")
        empty = [name for name in ("train", "val", "test") if not splits[name]]
        if self.knees and empty:
            lines.append(f"no knee is of split {' or '.join(empty)}: training needs more persons")
        groups: dict[tuple[str, str], list[str]] = {}
        for entry in self.left_out:
            groups.setdefault((entry.what, entry.reason), []).append(entry.where)
        if groups:
            lines.append("not used:")
        for (what, reason), places in sorted(groups.items(), key=lambda item: -len(item[1])):
            shown = ", ".join(places[:_EXAMPLES]) + (", ..." if len(places) > _EXAMPLES else "")
            lines.append(f"  {len(places)} x {what}: {reason} ({shown})")
        lines += [f"note: {remark}" for remark in self.remarks[:_REMARKS]]
        if len(self.remarks) > _REMARKS:
            lines.append(f"and {len(self.remarks) - _REMARKS} notes more")
        lines.append(f"all of it is in {REPORT_FILE}")
        return "\n".join(lines)


def is_complete(folder: Path) -> bool:
    """Whether an import into a cache folder has come to its end."""
    try:
        content = json.loads((folder / REPORT_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(content.get("complete") and content.get("knees"))
