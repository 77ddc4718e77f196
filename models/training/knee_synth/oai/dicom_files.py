"""DICOM files of a download: single files, and series packed as .tar.gz as the NDA serves them."""

import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pydicom
from pydicom import Dataset
from pydicom.errors import InvalidDicomError

from knee_synth.oai.errors import UnusableImageError

ARCHIVE_SUFFIXES = (".tar.gz", ".tgz", ".tar")


@dataclass(frozen=True)
class SeriesFolder:
    """A folder of DICOM files, or an archive of one series."""

    path: Path

    @property
    def is_archive(self) -> bool:
        return self.path.name.endswith(ARCHIVE_SUFFIXES)

    @property
    def name(self) -> str:
        """Folder or archive name without suffix; in the OAI's layout the series' number."""
        return self.path.name.split(".tar")[0].removesuffix(".tgz")

    def files(self) -> Iterator[tuple[str, io.BufferedIOBase | Path]]:
        """Names and contents of the files, by name.

        Raises:
            UnusableImageError: an archive that is damaged.
        """
        if self.is_archive:
            yield from self._members()
            return
        for path in sorted(self.path.iterdir()):
            if path.is_file() and not path.name.startswith("."):
                yield path.name, path

    def _members(self) -> Iterator[tuple[str, io.BytesIO]]:
        try:
            with tarfile.open(self.path) as archive:
                for member in archive:
                    content = archive.extractfile(member) if member.isfile() else None
                    if content is not None and not Path(member.name).name.startswith("."):
                        yield member.name, io.BytesIO(content.read())
        except (tarfile.TarError, OSError, EOFError) as error:
            raise UnusableImageError("the archive is damaged; download it again") from error


def read_dicom(content: io.BufferedIOBase | Path, header_only: bool) -> Dataset:
    """A DICOM dataset; files without the Part 10 preamble are read as well.

    Raises:
        UnusableImageError: no DICOM, or cut off.
    """
    try:
        dataset = pydicom.dcmread(content, stop_before_pixels=header_only, force=True)
        # With `force` anything parses; an image has these.
        if dataset.get("SOPClassUID") is None or dataset.get("Rows") is None:
            raise UnusableImageError("not a DICOM image, or cut off in its header")
    except (
        InvalidDicomError,
        OSError,
        EOFError,
        ValueError,
        KeyError,
        NotImplementedError,
        AttributeError,
        TypeError,
        OverflowError,
        MemoryError,
    ) as error:
        raise UnusableImageError("not a DICOM image, or damaged") from error
    return dataset


def stored_pixels(dataset: Dataset) -> np.ndarray:
    """Stored pixels (rows, columns), before any rescale.

    Raises:
        UnusableImageError: cut off, or compressed in a way that no installed codec reads.
    """
    syntax = getattr(getattr(dataset, "file_meta", None), "TransferSyntaxUID", None)
    if syntax is None:
        dataset.file_meta = pydicom.dataset.FileMetaDataset()
        dataset.file_meta.TransferSyntaxUID = pydicom.uid.ImplicitVRLittleEndian
    try:
        stored = dataset.pixel_array
    except Exception as error:
        if syntax is not None and syntax.is_compressed:
            raise UnusableImageError(
                f"its pixels ({syntax.name}) cannot be read; install pylibjpeg "
                "with its codecs, or download the file again"
            ) from error
        raise UnusableImageError("its pixels are missing or cut off") from error
    if stored.ndim != 2:
        raise UnusableImageError(f"its pixels have {stored.ndim} dimensions, not rows and columns")
    return stored


def pixels_of(dataset: Dataset) -> np.ndarray:
    """Stored pixels times slope plus intercept, float32 (rows, columns).

    Raises:
        UnusableImageError: as `stored_pixels`.
    """
    slope = float(dataset.get("RescaleSlope") or 1.0)
    intercept = float(dataset.get("RescaleIntercept") or 0.0)
    return (stored_pixels(dataset).astype(np.float32) * slope + intercept).astype(np.float32)
