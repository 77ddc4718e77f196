"""Imports a download of the OAI into a cache: the same files that `knee_synth simulate` writes."""

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from filelock import FileLock
from tqdm import tqdm

from knee_synth.oai.catalogue import catalogue
from knee_synth.oai.convert import Converted, KneeJob, convert_knee, entry_of, left_out_of
from knee_synth.oai.errors import OaiError
from knee_synth.oai.film_spacing import DETECTOR
from knee_synth.oai.pairing import pair_knees, report_unpaired_readings
from knee_synth.oai.readings_table import load_tables
from knee_synth.oai.report import ImportReport, is_complete
from knee_synth.oai.splits import CacheIndex, knee_path


@dataclass(frozen=True)
class ImportOptions:
    """How to import. `tables`: folder of the reading tables, the download itself if None;
    `visits`: those wanted, all if empty; shares are of persons."""

    tables: Path | None = None
    visits: tuple[str, ...] = ()
    unnamed_visit: str | None = None
    test_share: float = 0.1
    validation_share: float = 0.06
    workers: int = 1


def import_oai(root: Path, cache: Path, options: ImportOptions) -> ImportReport:
    """Imports what is not in the cache yet, and writes the report beside it.

    Raises:
        OaiError: no such download, or a cache of something else.
    """
    for folder in (root, options.tables):
        if folder is not None and not folder.is_dir():
            raise OaiError(f"no folder {folder.name}; give the folder that holds the download")
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / ".import.lock"):
        return _import(root, cache, options)


def cached_oai(root: Path, cache: Path, options: ImportOptions) -> None:
    """Makes sure that a finished import of a download lies in `cache`; a finished one is kept.

    Several processes may ask at once: one imports, the others wait for it.

    Raises:
        OaiError: as `import_oai`, or nothing of the download can be used.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / ".import.lock"):
        if is_complete(cache):
            print(f"taking {cache.name} as imported; import-oai adds what has come since")
            return
        if not root.is_dir():
            raise OaiError(f"no folder {root.name}; give the folder that holds the download")
        report = _import(root, cache, options)
    print(report.summary())
    if not report.knees:
        raise OaiError(f"nothing in {root.name} can be used; import_report.json says why")


def _import(root: Path, cache: Path, options: ImportOptions) -> ImportReport:
    report = ImportReport()
    index = CacheIndex.open(cache)
    found = catalogue(root, report, options.unnamed_visit)
    files = found.tables
    if options.tables is not None:
        files = files + [path for path in sorted(options.tables.rglob("*")) if path.is_file()]
    tables = load_tables(sorted(set(files)), options.tables or root, report)
    if not tables.readings:
        report.remark("no table of readings (kXR_SQ_BU00.txt) was found: no knee has readings")
    pairs = pair_knees(found.series, tables, options.visits, report)
    report_unpaired_readings(tables, pairs, found.series, report)
    index.extend(
        [pair.key for pair in pairs],
        {"test": options.test_share, "val": options.validation_share},
    )
    numbers = {key: number for number, key in enumerate(index.knees)}
    index.write(cache)
    jobs = [
        KneeJob(
            numbers[pair.key],
            pair,
            index.persons[pair.key[0]],
            tables.of(pair.key),
            tables.widths_of(pair.key),
            knee_path(cache, numbers[pair.key]),
        )
        for pair in pairs
    ]
    waiting = [job for job in jobs if not job.path.exists()]
    report.write(cache)
    with tqdm(total=len(jobs), initial=len(jobs) - len(waiting), desc="import", unit="knee") as bar:
        for outcome in _convert_all(waiting, options.workers):
            if outcome.entry is None:
                report.left_out += outcome.left_out
            bar.update()
    _add_knees(cache, index, report)
    report.complete = True
    index.write(cache)
    report.write(cache)
    return report


def _convert_all(jobs: list[KneeJob], workers: int) -> Iterator[Converted]:
    if workers <= 1 or len(jobs) <= 1:
        yield from map(convert_knee, jobs)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        for job in as_completed([pool.submit(convert_knee, job) for job in jobs]):
            yield job.result()


def _add_knees(cache: Path, index: CacheIndex, report: ImportReport) -> None:
    """Adds all knees whose file is in the cache, with what was left out when each was made."""
    for number in range(len(index.knees)):
        path = knee_path(cache, number)
        if path.exists():
            with np.load(path) as knee:
                meta = json.loads(str(knee["meta"]))
            report.knees.append(entry_of(number, path, meta))
            report.left_out += left_out_of(meta)
    magnified = sum(knee["film"]["spacing_source"] == DETECTOR for knee in report.knees)
    if magnified:
        report.remark(
            f"{magnified} knees are some per cent larger on their film than in their MRI: it tells "
            "the pixel size of its detector and no magnification"
        )
