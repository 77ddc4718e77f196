"""A frontal knee radiograph out of a DICOM file, upright and with dense bone bright."""

from dataclasses import dataclass

import numpy as np
from pydicom import Dataset

from knee_synth.oai.dicom_files import stored_pixels
from knee_synth.oai.errors import UnusableImageError
from knee_synth.oai.film_grey import shown_grey
from knee_synth.oai.film_spacing import find_spacing


@dataclass(frozen=True)
class FilmImage:
    """`grey` float32 (rows, columns), superior to inferior and patient's right to left; `known`
    where the film has data; `pixel_mm` and `spacing_source` are those of `find_spacing`."""

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
    stored = stored_pixels(dataset)
    grey, known = shown_grey(dataset, stored), _without_padding(dataset, stored)
    photometric = str(dataset.get("PhotometricInterpretation", ""))
    if photometric == "MONOCHROME1":
        grey = grey.max() + grey.min() - grey
    elif photometric != "MONOCHROME2":
        raise UnusableImageError(f"a film in {photometric or 'unknown'} colours")
    pixel_mm, source = find_spacing(dataset)
    order, flips = _orientation(dataset)
    grey, known = (array.transpose(order)[flips] for array in (grey, known))
    if not known.any() or grey[known].max() <= grey[known].min():
        raise UnusableImageError("the film has one grey level only")
    return FilmImage(np.ascontiguousarray(grey), np.ascontiguousarray(known), pixel_mm, source)


def _without_padding(dataset: Dataset, stored: np.ndarray) -> np.ndarray:
    padding = dataset.get("PixelPaddingValue")
    if padding is None:
        return np.ones(stored.shape, dtype=bool)
    limit = dataset.get("PixelPaddingRangeLimit", padding)
    low, high = sorted((int(padding), int(limit)))
    return (stored < low) | (stored > high)


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
