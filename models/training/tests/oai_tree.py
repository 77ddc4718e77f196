"""Makes folders that look like a download of the OAI, out of simulated knees.

The films are the engine's test films. The volumes are two simulated ones at a quarter of their
resolution, stored by `python tests/oai_tree.py CACHE ID ID`.
"""

import io
import json
import sys
import tarfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image
from pydicom import dcmwrite
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import (
    UID,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    RLELossless,
    generate_uid,
)
from scipy import ndimage

from knee_synth.geometry import SLICE_PIXEL_MM, SLICE_SPACING_MM

MR_IMAGE = UID("1.2.840.10008.5.1.4.1.1.4")
COMPUTED_RADIOGRAPHY = UID("1.2.840.10008.5.1.4.1.1.1")
FIXTURE = Path(__file__).parent / "fixtures" / "oai_knees.npz"
FILMS = Path(__file__).parents[3] / "engine" / "test" / "films"
_BLOCK = 4
#: Coarser than the OAI's 0.365 x 0.365 x 0.7 mm, over the same 140 x 140 x 112 mm.
VOXEL_MM = 1.4
SAGITTAL_SHAPE = (80, 100, 100)


@cache
def coronal(side: str) -> np.ndarray:
    """A simulated volume, float32 (50, 64, 64) 0 to 255, columns from the patient's right to left;
    the joint centre is its middle."""
    with np.load(FIXTURE) as stored:
        volume = stored["knees"]["RL".index(side)].astype(np.float32)
    return volume[:, :, ::-1] if side == "L" else volume


@dataclass(frozen=True)
class TestFilm:
    """Grey (rows, columns), dense bone bright, and the joint centres (x, y) in pixel edges."""

    __test__ = False

    grey: np.ndarray
    pixel_mm: float
    centres: dict[str, tuple[float, float]]


@cache
def engine_films() -> tuple[TestFilm, ...]:
    """Twelve right knees."""
    listed = json.loads((FILMS / "films.json").read_text(encoding="utf-8"))["films"]
    films = []
    for entry in listed:
        grey = np.asarray(Image.open(FILMS / entry["file"]).convert("L"), np.float32)
        centre = (entry["jointCentre"]["x"], entry["jointCentre"]["y"])
        films.append(TestFilm(grey, entry["pixelSpacingMm"], {"R": centre}))
    return tuple(films)


def beside_each_other(right: TestFilm, left: TestFilm) -> TestFilm:
    """A film of both knees; `left` is a film of a right knee that is turned over."""
    rows = max(right.grey.shape[0], left.grey.shape[0])
    parts = [
        np.pad(grey, ((0, rows - grey.shape[0]), (0, 0)), mode="edge")
        for grey in (right.grey, left.grey[:, ::-1])
    ]
    x, y = left.centres["R"]
    return TestFilm(
        np.concatenate(parts, axis=1),
        right.pixel_mm,
        {
            "R": right.centres["R"],
            "L": (right.grey.shape[1] + left.grey.shape[1] - x, y),
        },
    )


@cache
def bilateral() -> TestFilm:
    films = engine_films()
    return beside_each_other(films[0], films[4])


def sagittal(side: str, offset_mm: tuple[float, float, float] = (0, 0, 0)) -> np.ndarray:
    """Sagittal slices (patient's right to left, superior to inferior, anterior to posterior) whose
    middle lies `offset_mm` (anterior, inferior, left) of the joint centre, uint16."""
    source = coronal(side)
    left, down, back = ((np.arange(n) - (n - 1) / 2) * VOXEL_MM for n in SAGITTAL_SHAPE)
    pixel_mm = SLICE_PIXEL_MM * _BLOCK
    places = (
        (offset_mm[0] - back) / SLICE_SPACING_MM,
        (offset_mm[1] + down) / pixel_mm,
        (offset_mm[2] + left) / pixel_mm,
    )
    at = [values + (n - 1) / 2 for values, n in zip(places, source.shape, strict=True)]
    grid = np.meshgrid(*at, indexing="ij")
    sampled = ndimage.map_coordinates(source, grid, order=1, mode="nearest")
    return np.clip(6.3 * sampled.transpose(2, 1, 0) + 40, 0, 4095).astype(np.uint16)


def dataset(
    sop_class: UID, person: str, description: str, pixels: np.ndarray, **attributes: object
) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = sop_class
    meta.MediaStorageSOPInstanceUID = generate_uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID = sop_class, meta.MediaStorageSOPInstanceUID
    ds.PatientID, ds.SeriesDescription = person, description
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
    ds.Rows, ds.Columns = pixels.shape
    ds.PixelData = np.ascontiguousarray(pixels, "<u2").tobytes()
    ds["PixelData"].VR = "OW"
    for name, value in attributes.items():
        setattr(ds, name, value)
    return ds


def dess_files(
    person: str,
    side: str,
    stack: np.ndarray,
    description: str | None = None,
    **attributes: object,
) -> list[FileDataset]:
    """A DESS series of a sagittal stack, somewhere in the scanner."""
    word = {"R": "RIGHT", "L": "LEFT"}[side]
    series = generate_uid()
    half = (np.array(stack.shape) - 1) / 2 * VOXEL_MM
    return [
        dataset(
            MR_IMAGE,
            person,
            description or f"SAG_3D_DESS_{word}",
            pixels,
            Modality="MR",
            SeriesInstanceUID=series,
            InstanceNumber=number + 1,
            EchoTime="4.7",
            ImageOrientationPatient=[0, 1, 0, 0, 0, -1],
            ImagePositionPatient=[
                f"{value:.6g}"
                for value in (31.0 + number * VOXEL_MM - half[0], -12.0 - half[2], 8.0 + half[1])
            ],
            PixelSpacing=[VOXEL_MM, VOXEL_MM],
            SliceThickness=VOXEL_MM,
            **attributes,
        )
        for number, pixels in enumerate(stack)
    ]


def film_file(person: str, film: TestFilm | None = None, **attributes: object) -> FileDataset:
    """A bilateral fixed-flexion film as the OAI's: MONOCHROME1, spacing of the detector."""
    film = film or bilateral()
    stated: dict[str, object] = {
        "PhotometricInterpretation": "MONOCHROME1",
        "ImagerPixelSpacing": [film.pixel_mm, film.pixel_mm],
        "PatientOrientation": ["L", "F"],
        **attributes,
    }
    return dataset(
        COMPUTED_RADIOGRAPHY,
        person,
        "Bilateral PA Fixed Flexion Knee",
        np.round(4095 - film.grey / 255 * 4000).astype(np.uint16),
        Modality="CR",
        SeriesInstanceUID=generate_uid(),
        InstanceNumber=1,
        **stated,
    )


def encode(ds: FileDataset, syntax: UID = ExplicitVRLittleEndian) -> bytes:
    """The file's bytes in a transfer syntax."""
    if syntax == RLELossless:
        ds.compress(RLELossless)
    elif syntax == ExplicitVRBigEndian:
        ds.PixelData = np.frombuffer(ds.PixelData, "<u2").astype(">u2").tobytes()
        ds.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
    stream = io.BytesIO()
    dcmwrite(stream, ds, enforce_file_format=True, overwrite=True)
    return stream.getvalue()


def write_series(
    folder: Path, files: list[FileDataset], syntax: UID = ExplicitVRLittleEndian
) -> None:
    """A series folder with files `001` ..."""
    folder.mkdir(parents=True)
    for number, ds in enumerate(files, start=1):
        (folder / f"{number:03d}").write_bytes(encode(ds, syntax))


def write_archive(path: Path, files: list[FileDataset]) -> None:
    """A series as .tar.gz, as the NDA serves it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for number, ds in enumerate(files, start=1):
            content = encode(ds)
            member = tarfile.TarInfo(f"{path.name.split('.')[0]}/{number:03d}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def store_fixture(cache_folder: Path, ids: list[int]) -> None:
    """Writes the fixture out of two knees of a simulated cache."""
    shape = (2, 50, 256 // _BLOCK, _BLOCK, 256 // _BLOCK, _BLOCK)
    volumes = [np.load(cache_folder / f"knee_{number:05d}.npz")["mri"] for number in ids]
    small = np.stack(volumes).reshape(shape).mean(axis=(3, 5))
    FIXTURE.parent.mkdir(exist_ok=True)
    # Coarse grey levels: noise is most of what a file takes.
    np.savez_compressed(FIXTURE, knees=(np.round(small / 8) * 8).clip(0, 255).astype(np.uint8))


if __name__ == "__main__":
    store_fixture(Path(sys.argv[1]), [int(number) for number in sys.argv[2:4]])
