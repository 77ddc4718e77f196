"""`python -m knee_synth demo-studies`: writes the demo server's studies, one .tar.gz each."""

from __future__ import annotations

import argparse
import gzip
import io
import json
import sys
import tarfile
from pathlib import Path

from pydicom.dataset import FileDataset

from ..simulate.anatomy_files import AnatomyError
from ..simulate.atlas import Atlas
from ..simulate.demo_film import Film
from ..simulate.knee import AtlasLandmarks, Knee
from ..simulate.source import load_atlas
from .attributes import Visit, computed_film, coronal_slices, digital_film
from .films import acquire, expose
from .patients import DemoPatient, demo_patients

#: Film pixels in mm: finer where there is one knee.
PIXEL_MM = {1: 0.3, 2: 0.35}


def study_files(
    patient: DemoPatient, visit: Visit, atlas: Atlas, landmarks: AtlasLandmarks
) -> tuple[Film, dict[str, FileDataset]]:
    """The film, and the study's instances by file name."""
    knees = [Knee(atlas, landmarks, person) for person in patient.knees]
    film = expose(knees, PIXEL_MM[len(knees)], patient.is_computed_film)
    to_image = computed_film if patient.is_computed_film else digital_film
    files = {"film.dcm": to_image(visit, film)}
    if patient.has_mri:
        for ds in coronal_slices(visit, acquire(knees[0])):
            files[f"mri-{ds.InstanceNumber:02d}.dcm"] = ds
    return film, files


def write_archive(path: Path, files: dict[str, FileDataset]) -> None:
    """A .tar.gz whose bytes depend on the files alone."""
    part = path.with_suffix(".part")
    with (
        part.open("wb") as raw,
        gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for name, ds in files.items():
            content = io.BytesIO()
            ds.save_as(content, enforce_file_format=True)
            entry = tarfile.TarInfo(f"{path.name.removesuffix('.tar.gz')}/{name}")
            entry.size = content.tell()
            content.seek(0)
            archive.addfile(entry, content)
    part.replace(path)


def describe(patient: DemoPatient, visit: Visit, film: Film, archive: str) -> dict[str, object]:
    """What is known of a study: the truth that the film was made from."""
    knees = [
        {
            "side": on_film.side,
            "test_id": test_id,
            "joint_centre_px": {"row": on_film.centre[0], "column": on_film.centre[1]},
            "readings": person.readings,
            "joint_space_mm": {"medial": round(medial, 2), "lateral": round(lateral, 2)},
        }
        for on_film, person, test_id in zip(
            film.knees, patient.knees, patient.test_ids, strict=True
        )
        for medial, lateral in [person.joint_space_mm]
    ]
    return {
        "archive": archive,
        "patient_id": patient.patient_id,
        "patient_name": f"SIMULATED^{patient.name}",
        "study_instance_uid": str(visit.uid("study")),
        "film": "CR" if patient.is_computed_film else "DX",
        "film_pixel_mm": film.pixel_mm,
        "has_mri": patient.has_mri,
        "knees": knees,
    }


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(prog="knee_synth demo-studies", description=__doc__)
    p.add_argument("--anatomy", type=Path, help="directory of the open anatomy files")
    p.add_argument("--source", choices=("anatomy", "procedural"), default="anatomy")
    p.add_argument("--cache", type=Path, required=True, help="folder of the reference knee")
    p.add_argument("--out", type=Path, required=True, help="folder of the archives")
    p.add_argument("--population-seed", type=int, default=1, help="population trained on")
    p.add_argument("--revision", default="1", help="a new one, for other pictures, gives new UIDs")
    return p


def main(argv: list[str] | None = None) -> int:
    """Writes the archives and studies.json; returns the exit status."""
    args = parser().parse_args(argv)
    if args.source == "anatomy" and args.anatomy is None:
        print("--anatomy DIR is needed, or --source procedural for the stand-in", file=sys.stderr)
        return 2
    args.out.mkdir(parents=True, exist_ok=True)
    try:
        atlas = load_atlas(args.source, args.anatomy, args.cache)
    except AnatomyError as error:
        print(f"the reference knee cannot be built: {error}", file=sys.stderr)
        return 1
    landmarks = AtlasLandmarks.of(atlas)
    studies = []
    for patient in demo_patients(args.population_seed):
        visit = Visit(patient, f"202501{patient.number + 5:02d}", args.revision)
        path = args.out / f"{patient.patient_id.lower()}.tar.gz"
        film, files = study_files(patient, visit, atlas, landmarks)
        write_archive(path, files)
        studies.append(describe(patient, visit, film, path.name))
        print(f"{path.name}: {patient.description}, {path.stat().st_size / 1e6:.1f} MB")
    index = {"revision": args.revision, "anatomy": atlas.source, "studies": studies}
    (args.out / "studies.json").write_text(json.dumps(index, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
