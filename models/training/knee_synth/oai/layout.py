"""What the names of an OAI download tell: release or visit, person, date, series.

The images lie as `00m/0.C.2/9000296/20040909/10593811/001 ...`: visit in months, image release
(its first number is the visit's), person, date, series. A series number that begins with 0 is of a
radiograph, with 1 of an MRI series; the image's barcode is 0166 and the series number.
"""

import re
from dataclasses import dataclass
from pathlib import PurePath

#: Visits of the OAI tables by months after the baseline.
VISIT_OF_MONTHS = {
    0: "V00",
    12: "V01",
    18: "V02",
    24: "V03",
    30: "V04",
    36: "V05",
    48: "V06",
    60: "V07",
    72: "V08",
    84: "V09",
    96: "V10",
}
BARCODE_PREFIX = "0166"

_MONTHS = re.compile(r"(\d{1,3})m", re.IGNORECASE)
_RELEASE = re.compile(r"(\d{1,2})\.[A-Z]\.\d+", re.IGNORECASE)
_PERSON = re.compile(r"9\d{6}")
_DATE = re.compile(r"(19|20)\d{6}")
_SERIES = re.compile(r"[01]\d{7}")
_VISIT = re.compile(r"V(\d{2})", re.IGNORECASE)
_WORDS_MONTHS = re.compile(r"(\d{1,3})[ _-]*months?", re.IGNORECASE)


@dataclass(frozen=True)
class PathFacts:
    """What a series' path tells; None where it does not."""

    visit: str | None
    person: str | None
    date: str | None
    series: str | None

    @property
    def is_series_folder(self) -> bool:
        """Whether the path has the OAI's form down to the series."""
        return None not in (self.person, self.date, self.series)


def facts_of(path: PurePath) -> PathFacts:
    """Reads the path of a series folder, relative to the download, archive suffixes removed."""
    visit = person = date = series = None
    for part in path.parts:
        release, months = _RELEASE.fullmatch(part), _MONTHS.fullmatch(part)
        if release:
            visit = f"V{int(release[1]):02d}"
        elif months and visit is None:
            visit = VISIT_OF_MONTHS.get(int(months[1]))
        elif person is None and _PERSON.fullmatch(part):
            person = part
        elif person and date is None and _DATE.fullmatch(part):
            date = part
        elif date and series is None and _SERIES.fullmatch(part):
            series = part
    return PathFacts(visit, person, date, series)


def visit_of_text(text: str) -> str | None:
    """Visit out of a trial's time point, such as `V01`, `12 month` or `Baseline`."""
    code, months = _VISIT.search(text), _WORDS_MONTHS.search(text)
    if code:
        return f"V{code[1]}"
    if months:
        return VISIT_OF_MONTHS.get(int(months[1]))
    return "V00" if "baseline" in text.lower() else None


def same_image(series: str | None, barcode: str | None) -> bool:
    """Whether a table's barcode is that of a series folder."""
    if series is None or not barcode:
        return False
    return barcode.zfill(12) == BARCODE_PREFIX + series
