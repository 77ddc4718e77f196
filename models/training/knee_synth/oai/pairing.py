"""Pairs DESS series and radiographs by person, visit and side."""

from dataclasses import dataclass

from knee_synth.oai.catalogue import DESS, FILM, Series
from knee_synth.oai.layout import same_image
from knee_synth.oai.readings_table import KneeKey, ReadingTables
from knee_synth.oai.report import ImportReport


@dataclass(frozen=True)
class KneePair:
    """A knee with an MRI and a film, the series to try first in front."""

    key: KneeKey
    dess: tuple[Series, ...]
    films: tuple[Series, ...]


def pair_knees(
    series: list[Series], tables: ReadingTables, visits: tuple[str, ...], report: ImportReport
) -> list[KneePair]:
    """The knees that have both images, by key; those that have one only are reported.

    Args:
        visits: those wanted, all if empty.
    """
    dess: dict[KneeKey, list[Series]] = {}
    films: dict[tuple[str, str], list[Series]] = {}
    for each in series:
        if visits and each.visit not in visits:
            report.not_used(each.kind, each.where, "of a visit that was not asked for")
        elif each.kind == DESS:
            dess.setdefault((each.person, each.visit, each.side or ""), []).append(each)
        elif each.kind == FILM:
            films.setdefault((each.person, each.visit), []).append(each)
    pairs = []
    keys = set(dess) | {(*at, side) for at in films for side in "RL"}
    for key in sorted(keys):
        own = [film for film in films.get(key[:2], []) if film.side in (None, key[2])]
        if key in dess and own:
            readings = tables.of(key)
            barcode = readings.barcode if readings else None
            own.sort(key=lambda film: (not same_image(film.number, barcode), film.where))
            # A repeated scan was made because the first one was not good enough.
            scans = sorted(dess[key], key=lambda scan: scan.where, reverse=True)
            pairs.append(KneePair(key, tuple(scans), tuple(own)))
        elif key in dess:
            for scan in dess[key]:
                report.not_used(DESS, scan.where, "no knee radiograph of this person and visit")
        elif own:
            report.not_used("knee", name_of(key), "a radiograph but no DESS series of this side")
    return pairs


def name_of(key: KneeKey) -> str:
    """`9000296 V00 R`."""
    return " ".join(key)


def report_unpaired_readings(
    tables: ReadingTables, pairs: list[KneePair], series: list[Series], report: ImportReport
) -> None:
    """Readings of knees that are not imported: by name for persons with images, else counted."""
    persons = {each.person for each in series}
    used = {pair.key for pair in pairs}
    strangers = 0
    for key in sorted(set(tables.readings) - used):
        if key[0] in persons:
            report.not_used(
                "readings", name_of(key), "no MRI and radiograph of this knee and visit"
            )
        else:
            strangers += 1
    if strangers:
        report.remark(f"{strangers} knees with readings are of persons without any image here")
