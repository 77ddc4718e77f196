"""Goes through a download and finds the DESS series and the knee radiographs in it."""

import os
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from pydicom import Dataset
from tqdm import tqdm

from knee_synth.oai.contents import ContentsTable, is_contents, load_contents
from knee_synth.oai.dicom_files import ARCHIVE_SUFFIXES, SeriesFolder, read_dicom
from knee_synth.oai.errors import UnusableImageError
from knee_synth.oai.layout import PathFacts, facts_of, visit_of_text
from knee_synth.oai.report import ImportReport
from knee_synth.oai.tables import FOREIGN_FILES, JSW_FILE, SQ_FILE

DESS, FILM = "DESS series", "radiograph"

_FILM_MODALITIES = ("CR", "DX", "RG", "XR")
_SIDE_WORD = re.compile(r"(?:^|[^A-Z])(LEFT|RIGHT|LT|RT|L|R)(?:$|[^A-Z])")
_OTHER_FILM = re.compile(
    r"(?<!BI)LATERAL|HAND|PELVIS|HIP|FULL LIMB|LONG LIMB|SKYLINE|SUNRISE|SPINE"
)
_EMPTY = "it holds no image; download it again"
_BOTH = re.compile(r"BILAT|BOTH")


@dataclass(frozen=True)
class Series:
    """A series that may be used. `names`: its files, None for all of the folder's; `side` is None
    for a film of both knees."""

    kind: str
    folder: SeriesFolder
    names: tuple[str, ...] | None
    where: str
    person: str
    visit: str
    side: str | None
    number: str | None
    description: str


@dataclass
class Catalogue:
    """What a download holds."""

    series: list[Series] = field(default_factory=list)
    tables: list[Path] = field(default_factory=list)


def catalogue(root: Path, report: ImportReport, unnamed_visit: str | None = None) -> Catalogue:
    """Looks through a download; what is neither a usable series nor a table is reported.

    Args:
        unnamed_visit: visit of series that name none, such as `V00`.
    """
    found = Catalogue()
    folders: list[SeriesFolder] = []
    contents: list[Path] = []
    for at, within, names in os.walk(root):
        images = False
        if not names and not within and _is_series(Path(at).relative_to(root)):
            report.not_used("series", Path(at).relative_to(root).as_posix(), _EMPTY)
        for name in sorted(names):
            path = Path(at) / name
            if name.startswith("."):
                continue
            if name.endswith(ARCHIVE_SUFFIXES):
                folders.append(SeriesFolder(path))
            elif is_contents(path):
                contents.append(path)
            elif _is_table(name):
                found.tables.append(path)
            else:
                images = True
        if images:
            folders.append(SeriesFolder(Path(at)))
    folders.sort(key=lambda folder: folder.path)
    listed = load_contents(contents, root, report)
    others: Counter[str] = Counter()
    for folder in tqdm(folders, desc="look through", unit="folder", mininterval=1.0):
        _look_into(folder, root, listed, found, others, report, unnamed_visit)
    for description, count in sorted(others.items()):
        report.remark(f"{count} series of no use here: {description}")
    _report_missing(listed, root, found, report)
    return found


def _is_series(path: Path) -> bool:
    return facts_of(path).is_series_folder


def _is_table(name: str) -> bool:
    known = [SQ_FILE, JSW_FILE, *(pattern for pattern, _ in FOREIGN_FILES)]
    return any(pattern.fullmatch(name) for pattern in known)


def _look_into(
    folder: SeriesFolder,
    root: Path,
    listed: ContentsTable,
    found: Catalogue,
    others: Counter[str],
    report: ImportReport,
    unnamed_visit: str | None,
) -> None:
    relative = folder.path.relative_to(root)
    where = relative.as_posix()
    facts = facts_of(relative.parent / folder.name)
    headers: dict[str, list[tuple[str, Dataset]]] = {}
    unreadable: list[tuple[str, str]] = []
    try:
        for name, content in folder.files():
            if _is_known_file(name):
                continue
            try:
                header = read_dicom(content, header_only=True)
            except UnusableImageError as error:
                unreadable.append((name, str(error)))
                continue
            headers.setdefault(str(header.get("SeriesInstanceUID", "")), []).append((name, header))
            if facts.is_series_folder:
                break
        if folder.is_archive and not headers and not unreadable:
            report.not_used("archive", where, _EMPTY)
    except UnusableImageError as error:
        report.not_used("archive", where, str(error))
    # The files of a chosen series are read again, and reported then.
    whole = facts.is_series_folder and bool(headers)
    for name, reason in [] if whole else unreadable:
        report.not_used("file", name if where == "." else f"{where}/{name}", reason)
    for members in headers.values():
        names = None if facts.is_series_folder else tuple(name for name, _ in members)
        header = members[0][1]
        description = _description(header, listed.description_of(facts))
        kind = _kind(header, description)
        if kind is None:
            modality = str(header.get("Modality") or "unknown modality")
            others[f"{modality} {description or 'without description'}"] += 1
            continue
        try:
            found.series.append(
                _series(kind, folder, names, where, facts, header, description, unnamed_visit)
            )
        except UnusableImageError as error:
            report.not_used(kind, where, str(error))


def _is_known_file(name: str) -> bool:
    """Tables and contents lists, which lie beside images in flat downloads."""
    plain = Path(name)
    return _is_table(plain.name) or is_contents(plain)


def _description(header: Dataset, listed: str) -> str:
    for name in ("SeriesDescription", "StudyDescription", "ProtocolName"):
        text = str(header.get(name) or "").strip()
        if text:
            return text
    return listed


def _kind(header: Dataset, description: str) -> str | None:
    text, modality = description.upper(), str(header.get("Modality", "")).upper()
    if modality == "MR":
        return DESS if "DESS" in text else None
    if modality in _FILM_MODALITIES:
        words = " ".join(
            str(header.get(name) or "").upper()
            for name in ("StudyDescription", "BodyPartExamined", "ViewPosition")
        )
        if "KNEE" in f"{text} {words}" and not _OTHER_FILM.search(text):
            return FILM
    return None


def _series(
    kind: str,
    folder: SeriesFolder,
    names: tuple[str, ...] | None,
    where: str,
    facts: PathFacts,
    header: Dataset,
    description: str,
    unnamed_visit: str | None,
) -> Series:
    person = _person(header, facts)
    visit = facts.visit or _trial_visit(header) or unnamed_visit
    if visit is None:
        raise UnusableImageError(
            "neither its path nor its attributes name the visit; give --unnamed-visit"
        )
    side = _side(header, description)
    if kind == FILM and (_BOTH.search(description.upper()) or side is None):
        side = None
    elif side is None:
        raise UnusableImageError("neither its description nor its attributes name the side")
    return Series(kind, folder, names, where, person, visit, side, facts.series, description)


def _person(header: Dataset, facts: PathFacts) -> str:
    stated = str(header.get("PatientID") or "").strip()
    if facts.person and stated and stated != facts.person:
        raise UnusableImageError("its PatientID is not that of the folder it lies in")
    person = facts.person or stated
    if not person:
        raise UnusableImageError("neither its path nor its attributes name the person")
    return person


def _trial_visit(header: Dataset) -> str | None:
    for name in ("ClinicalTrialTimePointID", "ClinicalTrialTimePointDescription"):
        visit = visit_of_text(str(header.get(name) or ""))
        if visit:
            return visit
    return None


def _side(header: Dataset, description: str) -> str | None:
    """`R` or `L` where the description and the attributes agree.

    Raises:
        UnusableImageError: they contradict each other.
    """
    stated = {match[1][0] for match in _SIDE_WORD.finditer(description.upper().replace("_", " "))}
    for name in ("ImageLaterality", "Laterality"):
        value = str(header.get(name) or "").strip().upper()
        if value in ("R", "L"):
            stated.add(value)
    if len(stated) > 1:
        raise UnusableImageError("its description and its attributes name different sides")
    return stated.pop() if stated else None


def _report_missing(
    listed: ContentsTable, root: Path, found: Catalogue, report: ImportReport
) -> None:
    """Series that a contents list names for a person of the download but that are not there."""
    present = {series.person for series in found.series}
    absent = 0
    for entry in listed.entries:
        wanted = "DESS" in entry.description.upper() or (
            "FIXED FLEXION KNEE" in entry.description.upper()
        )
        if not wanted or entry.is_on_disk:
            continue
        if entry.person in present:
            report.not_used(
                "series", entry.folder, f"named in {entry.table} but not in the download"
            )
        else:
            absent += 1
    if absent:
        report.remark(f"{absent} series of persons without any image here are named in contents")
