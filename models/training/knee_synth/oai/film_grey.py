"""The grey that a film was meant to be seen with: the engine's `showGrey`, in Python.

Networks are trained on the grey that the viewer will show them. Curves that are not straight count
(Modality, VOI and Presentation LUT, sigmoid windows); linear windows do not, since the percentiles
of the network's input undo any straight line (PS3.3 C.11.1, C.11.2, C.11.4).
"""

from dataclasses import dataclass

import numpy as np
from pydicom import Dataset

_MOST_ENTRIES = 65536
#: Attributes that hold a table, in the order in which they apply.
_MODALITY, _VOI, _PRESENTATION = (
    "ModalityLUTSequence",
    "VOILUTSequence",
    "PresentationLUTSequence",
)


@dataclass(frozen=True)
class _Table:
    """`first` is the first value that is mapped; `top` the greatest that an entry can be."""

    first: int
    entries: np.ndarray
    top: float

    def of(self, values: np.ndarray) -> np.ndarray:
        """Values by their entries; those beyond the table get its first or last one."""
        places = np.round(values) - self.first
        return self.entries[np.clip(places, 0, len(self.entries) - 1).astype(np.intp)]

    def over(self, values: np.ndarray, ends: tuple[float, float]) -> np.ndarray:
        """Values by their entries, the range `ends` spread over the whole table."""
        share = (values - ends[0]) / max(ends[1] - ends[0], np.finfo(np.float64).tiny)
        places = np.floor(share * (len(self.entries) - 1))
        return self.entries[np.clip(places, 0, len(self.entries) - 1).astype(np.intp)]


def shown_grey(dataset: Dataset, stored: np.ndarray) -> np.ndarray:
    """Stored values (rows, columns) as shown, float32, dense bone bright for MONOCHROME2.

    MONOCHROME1 is not inverted here.
    """
    grey, ends = _modality(dataset, stored.astype(np.float64))
    table = _table(dataset, _VOI, signed=ends[0] < 0)
    if table is not None:
        grey, ends = table.of(grey), (0.0, table.top)
    elif _is_sigmoid(dataset):
        centre, width = (_first(dataset, name) for name in ("WindowCenter", "WindowWidth"))
        # Beyond +-700 the exponential has no float64; the curve is flat long before.
        steep = np.clip(-4 * (grey - centre) / width, -700, 700)
        grey, ends = 1 / (1 + np.exp(steep)), (0.0, 1.0)
    table = _table(dataset, _PRESENTATION, signed=False)
    if table is not None:
        grey = table.over(grey, ends)
    return grey.astype(np.float32)


def _modality(dataset: Dataset, values: np.ndarray) -> tuple[np.ndarray, tuple[float, float]]:
    """Values after the Modality LUT, and the least and greatest that there can be."""
    signed = dataset.get("PixelRepresentation") == 1
    table = _table(dataset, _MODALITY, signed)
    if table is not None:
        return table.of(values), (0.0, table.top)
    slope = float(dataset.get("RescaleSlope") or 1.0)
    intercept = float(dataset.get("RescaleIntercept") or 0.0)
    levels = 2.0 ** int(dataset.get("BitsStored") or 16)
    stored = (-levels / 2, levels / 2 - 1) if signed else (0.0, levels - 1)
    low, high = sorted(end * slope + intercept for end in stored)
    return values * slope + intercept, (low, high)


def _is_sigmoid(dataset: Dataset) -> bool:
    width = _first(dataset, "WindowWidth")
    function = str(dataset.get("VOILUTFunction") or "").strip().upper()
    known = width is not None and _first(dataset, "WindowCenter") is not None
    return known and width > 0 and function == "SIGMOID"


def _first(dataset: Dataset, name: str) -> float | None:
    """The first value of an attribute that may have several, None where it is empty."""
    element = dataset.get(name)
    values = np.atleast_1d([] if element is None else element)
    return float(values[0]) if values.size else None


def _table(dataset: Dataset, name: str, signed: bool) -> _Table | None:
    """The first table of a sequence; None where there is none, or none that is whole."""
    items = dataset.get(name) or []
    described = items[0].get("LUTDescriptor") if len(items) else None
    if described is None or len(described) != 3 or items[0].get("LUTData") is None:
        return None
    count, first, bits = (int(part) for part in described)
    count = count or _MOST_ENTRIES
    entries = _entries(items[0], count)
    if count < 2 or len(entries) < count:
        return None
    # The descriptor may give a negative value as one of 16 bits without a sign.
    first -= 65536 if signed and first >= 32768 else 0
    return _Table(first, entries[:count].astype(np.float64), 2.0**bits - 1)


def _entries(item: Dataset, count: int) -> np.ndarray:
    data = item.LUTData
    if isinstance(data, bytes):
        if len(data) < 2 * count:
            return np.frombuffer(data, np.uint8)
        big_endian = item.original_encoding[1] is False
        return np.frombuffer(data, ">u2" if big_endian else "<u2", count)
    words = np.atleast_1d(np.asarray(data, np.int64))
    if len(words) >= count:
        return words
    # Entries of 8 bits may lie two in a word, the first one in its lower half (C.11.1.1.1).
    return np.stack([words & 0xFF, words >> 8], axis=1).ravel()
