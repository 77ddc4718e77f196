"""A frontal knee radiograph out of a DICOM file, upright and with dense bone bright."""

from dataclasses import dataclass

import numpy as np
from pydicom import Dataset

from knee_synth.oai.dicom_files import pixels_of
from knee_synth.oai.errors import UnusableImageError

_SPACING_TAGS = ("PixelSpacing", "ImagerPixelSpacing", "NominalScannedPixelSpacing")


@dataclass(frozen=True)
class FilmImage:
    """`grey` float32 (rows, columns), superior to inferior and patient's right to left; `known`
    where the film has data; `pixel_mm` is None where the file does not tell."""

    grey: np.ndarray
    known: np.ndarray
    pixel_mm: float | None
    spacing_source: str


def read_film(dataset: Dataset) -> FilmImage:
    """The film in the orientation of a viewer who faces the patient.

    Raises:
        UnusableImageError: pixels that cannot be read, no orientation of a frontal film, or pixels
            that are no squares.
    """
    grey = pixels_of(dataset)
    known = _without_padding(dataset, grey)
    photometric = str(dataset.get("PhotometricInterpretation", ""))
    if photometric == "MONOCHROME1":
        grey = grey.max() + grey.min() - grey
    elif photometric != "MONOCHROME2":
        raise UnusableImageError(f"a film in {photometric or 'unknown'} colours")
    pixel_mm, source = _spacing(dataset)
    order, flips = _orientation(dataset)
    grey, known = (array.transpose(order)[flips] for array in (grey, known))
    if not known.any() or grey[known].max() <= grey[known].min():
        raise UnusableImageError("the film has one grey level only")
    return FilmImage(np.ascontiguousarray(grey), np.ascontiguousarray(known), pixel_mm, source)


def _without_padding(dataset: Dataset, grey: np.ndarray) -> np.ndarray:
    padding = dataset.get("PixelPaddingValue")
    if padding is None:
        return np.ones(grey.shape, dtype=bool)
    limit = dataset.get("PixelPaddingRangeLimit", padding)
    slope = float(dataset.get("RescaleSlope") or 1.0)
    intercept = float(dataset.get("RescaleIntercept") or 0.0)
    ends = sorted(float(value) * slope + intercept for value in (padding, limit))
    return (grey < ends[0]) | (grey > ends[1])


def _spacing(dataset: Dataset) -> tuple[float | None, str]:
    """Side of a pixel in mm and the attribute it is from: calibrated first, then the detector's."""
    for tag in _SPACING_TAGS:
        value = dataset.get(tag)
        if value is None or len(value) != 2:
            continue
        down, across = (float(part) for part in value)
        if down <= 0 or across <= 0:
            continue
        if abs(down - across) > 0.02 * down:
            raise UnusableImageError(f"its pixels are {down:g} x {across:g} mm, not square")
        return (down + across) / 2, tag
    return None, "estimated"


def _orientation(dataset: Dataset) -> tuple[tuple[int, int], tuple[slice, slice]]:
    """Order of the axes and which of them to turn round, from PatientOrientation.

    Without one the film is taken as facing the viewer, as radiographs are stored.
    """
    directions = [str(part)[:1].upper() for part in dataset.get("PatientOrientation") or []]
    if len(directions) != 2 or not all(directions):
        return (0, 1), (slice(None), slice(None))
    along_rows, along_columns = directions
    order = (0, 1)
    if along_rows in "FH" and along_columns in "LR":
        order, along_rows, along_columns = (1, 0), along_columns, along_rows
    if along_rows not in "LR" or along_columns not in "FH":
        raise UnusableImageError("the film is not a frontal one by its patient orientation")
    turned = slice(None, None, -1)
    return order, (
        turned if along_columns == "H" else slice(None),
        turned if along_rows == "R" else slice(None),
    )
