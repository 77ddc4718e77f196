"""Converts one knee of a download into a file of the cache."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydicom import Dataset

from knee_synth.oai.catalogue import FILM, Series
from knee_synth.oai.coronal import to_coronal
from knee_synth.oai.dess_centre import find_dess_centre
from knee_synth.oai.dess_volume import read_dess
from knee_synth.oai.dicom_files import read_dicom
from knee_synth.oai.errors import UnusableImageError
from knee_synth.oai.film_image import read_film
from knee_synth.oai.film_region import find_knee
from knee_synth.oai.layout import same_image
from knee_synth.oai.pairing import KneePair, name_of
from knee_synth.oai.readings_table import KneeReadings
from knee_synth.oai.report import NotUsed
from knee_synth.oai.training_film import training_film
from knee_synth.readings import NOT_READ, no_readings

Made = TypeVar("Made")


@dataclass(frozen=True)
class KneeJob:
    """All that converting a knee needs; `readings` None where the tables have no row."""

    number: int
    pair: KneePair
    split: str
    readings: KneeReadings | None
    widths_mm: np.ndarray
    path: Path


@dataclass
class Converted:
    """Outcome: `entry` for the report, None where the knee could not be made."""

    number: int
    entry: dict[str, Any] | None = None
    left_out: list[NotUsed] = field(default_factory=list)


def convert_knee(job: KneeJob) -> Converted:
    """Writes the knee's file; what could not be used is in the outcome and is not raised."""
    outcome = Converted(job.number)
    side = job.pair.key[2]
    mri = _first_usable(job.pair.dess, _coronal, side, outcome)
    film = _first_usable(job.pair.films, _film, side, outcome)
    if mri is None or film is None:
        lost = " and ".join(
            name for name, made in (("DESS series", mri), ("radiograph", film)) if made is None
        )
        outcome.left_out.append(NotUsed("knee", name_of(job.pair.key), f"no usable {lost}"))
        return outcome
    readings = job.readings or KneeReadings(no_readings())
    meta = _meta(job, readings, mri[1], film[1])
    # Kept with the knee: a later run reports it without reading the series again.
    meta["left_out"] = [vars(entry) for entry in outcome.left_out]
    _write(
        job.path,
        mri=mri[0],
        film=film[0][0],
        film_mask=film[0][1],
        readings=readings.grades,
        jsw_mm=job.widths_mm,
        meta=np.array(json.dumps(meta)),
    )
    outcome.entry = entry_of(job.number, job.path, meta)
    return outcome


def entry_of(number: int, path: Path, meta: dict[str, Any]) -> dict[str, Any]:
    """A knee's entry of the report, out of its file's meta."""
    told = {name: value for name, value in meta.items() if name != "left_out"}
    return {"id": number, "file": path.name, **told}


def left_out_of(meta: dict[str, Any]) -> list[NotUsed]:
    """What was left out when a knee was made, out of its file's meta."""
    return [NotUsed(**entry) for entry in meta.get("left_out", [])]


def _first_usable(
    candidates: tuple[Series, ...],
    make: Callable[[Series, str, Converted], Made],
    side: str,
    outcome: Converted,
) -> Made | None:
    """The first series of which a picture can be made; the others go to the outcome."""
    made = None
    for series in candidates:
        if made is not None:
            reason = "another one of this knee and visit was used"
            outcome.left_out.append(NotUsed(series.kind, series.where, reason))
            continue
        try:
            made = make(series, side, outcome)
        except UnusableImageError as error:
            outcome.left_out.append(NotUsed(series.kind, series.where, str(error)))
    return made


def _coronal(series: Series, side: str, outcome: Converted) -> tuple[np.ndarray, dict[str, Any]]:
    volume, remarks = read_dess(_datasets(series, outcome))
    centre = find_dess_centre(volume, side)
    coronal, covered = to_coronal(volume, centre.place, side)
    return coronal, {
        "series": series.where,
        "matrix": list(volume.signal.shape),
        "spacing_mm": [round(mm, 4) for mm in volume.spacing_mm],
        "centre": [round(at, 2) for at in centre.place],
        "centre_score": round(centre.score, 3),
        "size": round(centre.scale, 3),
        "covered": round(covered, 3),
        "remarks": remarks,
    }


def _film(
    series: Series, side: str, outcome: Converted
) -> tuple[tuple[np.ndarray, np.ndarray], dict[str, Any]]:
    datasets = _datasets(series, outcome)
    if len(datasets) > 1:
        outcome.left_out.append(
            NotUsed(FILM, series.where, f"{len(datasets)} films in one series; took the first")
        )
    film = read_film(datasets[0])
    knee = find_knee(film, side, both_knees=series.side is None)
    return training_film(film, knee, side), {
        "series": series.where,
        "number": series.number,
        "pixel_mm": round(float(knee.pixel_mm), 4),
        "spacing_source": film.spacing_source,
        "centre": [round(float(knee.x), 1), round(float(knee.y), 1)],
        "centre_score": round(float(knee.score), 3),
        "centre_confidence": round(float(knee.confidence), 3),
        "right_margin": round(float(knee.margin), 3),
    }


def _datasets(series: Series, outcome: Converted) -> list[Dataset]:
    """The datasets of a series; files that cannot be read go to the outcome."""
    found: dict[str, Dataset] = {}
    for name, content in series.folder.files():
        if series.names is not None and name not in series.names:
            continue
        try:
            dataset = read_dicom(content, header_only=False)
        except UnusableImageError as error:
            outcome.left_out.append(NotUsed("file", f"{series.where}/{name}", str(error)))
            continue
        found.setdefault(str(dataset.get("SOPInstanceUID", name)), dataset)
    if not found:
        raise UnusableImageError("none of its files can be read")
    return list(found.values())


def _meta(
    job: KneeJob, readings: KneeReadings, mri: dict[str, Any], film: dict[str, Any]
) -> dict[str, Any]:
    person, visit, side = job.pair.key
    remarks = [*readings.remarks, *mri.pop("remarks")]
    if job.readings is None:
        remarks.append("the tables have no row of this knee and visit; nothing is read")
    elif readings.barcode and not same_image(film["number"], readings.barcode):
        remarks.append("the readings are of a film with another barcode")
    return {
        "source": "oai",
        "person": person,
        "person_id": person,
        "visit": visit,
        "side": side,
        "split": job.split,
        "reading_project": readings.project,
        "readings_read": int((readings.grades != NOT_READ).sum()),
        "mri": mri,
        "film": film,
        "remarks": remarks,
    }


def _write(path: Path, **arrays: np.ndarray) -> None:
    """Whole or not at all."""
    partial = path.with_name(f".{path.stem}.{os.getpid()}.part.npz")
    np.savez_compressed(partial, **arrays)
    partial.replace(path)
