"""Films that are hard to read right, and what other software makes of their pixels.

film_tool.py grey FOLDER       a DICOM file for each way to say how grey is meant (KINDS), and
                               beside it the grey that pydicom arrives at: float32, row by row
film_tool.py jpeg2000 FOLDER   lossless.dcm and lossy.dcm, compressed by Pillow's OpenJPEG, and
                               beside each the stored values as decoded: float32, row by row
film_tool.py big-endian FOLDER cells of 8 and 16 bits in Explicit VR Big Endian, and beside each
                               the stored values as pydicom decodes them: float32, row by row
"""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from pydicom import dcmread
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixels import apply_modality_lut, apply_presentation_lut, apply_voi, apply_windowing
from pydicom.uid import (
    JPEG2000,
    DigitalXRayImageStorageForPresentation,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
)

ROWS, COLUMNS = 64, 64
#: Every stored value of 12 bits once.
RAMP = np.arange(ROWS * COLUMNS, dtype=np.uint16).reshape(ROWS, COLUMNS)


def film(pixels: np.ndarray = RAMP, bits: int = 12) -> FileDataset:
    """A frontal film of a right knee."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = "1.2.826.0.1.3680043.10.9.4"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset("", Dataset(), file_meta=meta, preamble=b"\0" * 128)
    dataset.SOPClassUID = meta.MediaStorageSOPClassUID
    dataset.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    dataset.Modality = "DX"
    dataset.BodyPartExamined = "KNEE"
    dataset.ViewPosition = "PA"
    dataset.ImageLaterality = "R"
    dataset.PatientOrientation = ["L", "F"]
    dataset.PixelSpacing = [0.5, 0.5]
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.Rows, dataset.Columns = pixels.shape
    dataset.BitsAllocated = 8 * pixels.dtype.itemsize
    dataset.BitsStored, dataset.HighBit = bits, bits - 1
    dataset.PixelRepresentation = int(pixels.dtype.kind == "i")
    dataset.PixelData = pixels.tobytes()
    return dataset


def curve(entries: int, bits: int) -> np.ndarray:
    """An S from 0 to 2^bits - 1."""
    x = np.linspace(-1, 1, entries)
    return np.round((2**bits - 1) * (0.5 + 0.5 * np.tanh(2.5 * x) / np.tanh(2.5))).astype(np.uint16)


def table(entries: int, bits: int, first: int = 0, as_words: bool = True) -> Dataset:
    """An item of a Modality, VOI or Presentation LUT Sequence."""
    item = Dataset()
    values = curve(entries, bits)
    vr = "SS" if first < 0 else "US"
    item.add_new(0x00283002, vr, [entries if entries < 65536 else 0, first, bits])
    item.add_new(
        0x00283006, "US" if as_words else "OW", values.tolist() if as_words else values.tobytes()
    )
    return item


def modality_lut(dataset: FileDataset) -> None:
    dataset.ModalityLUTSequence = [table(4096, 16)]
    dataset.ModalityLUTSequence[0].ModalityLUTType = "US"


def voi_lut(dataset: FileDataset) -> None:
    dataset.VOILUTSequence = [table(4096, 12)]


def voi_lut_of_bytes(dataset: FileDataset) -> None:
    """A table that begins late, ends early and comes as OW, beside a window not to be used."""
    dataset.VOILUTSequence = [table(1024, 10, first=700, as_words=False)]
    dataset.WindowCenter, dataset.WindowWidth = 2048, 100


def voi_lut_after_rescale(dataset: FileDataset) -> None:
    dataset.RescaleSlope, dataset.RescaleIntercept, dataset.RescaleType = 1, -1024, "US"
    dataset.VOILUTSequence = [table(4096, 12, first=-1024)]


def voi_lut_monochrome1(dataset: FileDataset) -> None:
    dataset.PhotometricInterpretation = "MONOCHROME1"
    dataset.PresentationLUTShape = "INVERSE"
    voi_lut(dataset)


def sigmoid(dataset: FileDataset) -> None:
    dataset.WindowCenter, dataset.WindowWidth = 1800, 1500
    dataset.VOILUTFunction = "SIGMOID"


def presentation_lut(dataset: FileDataset) -> None:
    dataset.PresentationLUTSequence = [table(4096, 10)]


def voi_and_presentation_lut(dataset: FileDataset) -> None:
    voi_lut(dataset)
    dataset.PresentationLUTSequence = [table(4096, 12)]


def signed_rescaled(dataset: FileDataset) -> None:
    dataset.PixelRepresentation = 1
    dataset.PixelData = (RAMP.astype(np.int16) - 2048).tobytes()
    dataset.RescaleSlope, dataset.RescaleIntercept, dataset.RescaleType = 0.5, 100, "US"


def padding(dataset: FileDataset) -> None:
    dataset.PixelPaddingValue, dataset.PixelPaddingRangeLimit = 0, 99


def signed_padding(dataset: FileDataset) -> None:
    """Of implicit value representation, which does not say that the padding value is signed."""
    dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
    dataset.PixelRepresentation = 1
    dataset.PixelData = (RAMP.astype(np.int16) - 2048).tobytes()
    dataset.PixelPaddingValue, dataset.PixelPaddingRangeLimit = -2048, -1900


def overlay_in_cells(dataset: FileDataset) -> None:
    """A plane in bit 15 of the cells, as was done before 2004."""
    dataset.PixelData = (RAMP | np.where(RAMP % 3 == 0, 0x8000, 0).astype(np.uint16)).tobytes()
    dataset.add_new(0x60000010, "US", ROWS)
    dataset.add_new(0x60000011, "US", COLUMNS)
    dataset.add_new(0x60000040, "CS", "G")
    dataset.add_new(0x60000050, "SS", [1, 1])
    dataset.add_new(0x60000100, "US", 16)
    dataset.add_new(0x60000102, "US", 15)


def overlay_beside(dataset: FileDataset) -> None:
    """A plane of its own in group 6000."""
    dataset.add_new(0x60000010, "US", ROWS)
    dataset.add_new(0x60000011, "US", COLUMNS)
    dataset.add_new(0x60000040, "CS", "G")
    dataset.add_new(0x60000050, "SS", [1, 1])
    dataset.add_new(0x60000100, "US", 1)
    dataset.add_new(0x60000102, "US", 0)
    dataset.add_new(0x60003000, "OW", b"\xff" * (ROWS * COLUMNS // 8))


KINDS: dict[str, Callable[[FileDataset], None]] = {
    "modality-lut": modality_lut,
    "voi-lut": voi_lut,
    "voi-lut-of-bytes": voi_lut_of_bytes,
    "voi-lut-after-rescale": voi_lut_after_rescale,
    "voi-lut-monochrome1": voi_lut_monochrome1,
    "sigmoid": sigmoid,
    "presentation-lut": presentation_lut,
    "voi-and-presentation-lut": voi_and_presentation_lut,
    "signed-rescaled": signed_rescaled,
    "padding": padding,
    "signed-padding": signed_padding,
    "overlay-in-cells": overlay_in_cells,
    "overlay-beside": overlay_beside,
}


def shown(dataset: FileDataset) -> np.ndarray:
    """The grey that pydicom's functions arrive at; a sigmoid window between 0 and 1."""
    signed = dataset.PixelRepresentation == 1
    cells = np.frombuffer(dataset.PixelData, np.int16 if signed else np.uint16).reshape(
        ROWS, COLUMNS
    )
    stored = cells if signed else cells & 0x0FFF
    grey = apply_modality_lut(stored, dataset)
    if "VOILUTSequence" in dataset:
        grey = apply_voi(grey.astype(np.int32), dataset)
    elif dataset.get("VOILUTFunction") == "SIGMOID":
        grey = apply_windowing(grey, dataset) / 4095
    if "PresentationLUTSequence" in dataset:
        grey = apply_presentation_lut(grey, dataset)
    grey = grey.astype(np.float64)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        grey = -grey
    if "PixelPaddingValue" in dataset:
        is_padding = (stored >= dataset.PixelPaddingValue) & (
            stored <= dataset.PixelPaddingRangeLimit
        )
        grey[is_padding] = grey[~is_padding].min()
    return grey


def write(folder: Path, name: str, dataset: FileDataset, expected: np.ndarray) -> None:
    dataset.save_as(folder / f"{name}.dcm", enforce_file_format=True)
    (folder / f"{name}.f32").write_bytes(expected.astype("<f4").tobytes())


def grey(folder: Path) -> None:
    for name, change in KINDS.items():
        dataset = film()
        change(dataset)
        write(folder, name, dataset, shown(dataset))


def jpeg2000(folder: Path) -> None:
    y, x = np.mgrid[:ROWS, :COLUMNS]
    pixels = np.round(2048 + 1500 * np.sin(x / 5) * np.cos(y / 9)).astype(np.uint16)
    for name, lossy, syntax in [("lossless", False, JPEG2000Lossless), ("lossy", True, JPEG2000)]:
        codestream = io.BytesIO()
        rate = {"quality_mode": "rates", "quality_layers": [8]} if lossy else {}
        Image.fromarray(pixels).save(
            codestream, "JPEG2000", no_jp2=True, irreversible=lossy, **rate
        )
        dataset = film(pixels)
        dataset.file_meta.TransferSyntaxUID = syntax
        dataset.PixelData = encapsulate([codestream.getvalue()])
        dataset["PixelData"].VR = "OB"
        dataset["PixelData"].is_undefined_length = True
        codestream.seek(0)
        write(folder, name, dataset, np.asarray(Image.open(codestream)))


def big_endian(folder: Path) -> None:
    """The frames of 8 bits have an odd number of cells, so that words run from one to the next."""
    frames = (np.arange(2 * 65 * 65).reshape(2, 65, 65) * 7 % 251).astype(np.uint8)
    for name, pixels, data, vr in [
        ("16-bits", RAMP, RAMP.astype(">u2").tobytes(), "OW"),
        ("8-bits-in-words", frames, frames.ravel().view("<u2").astype(">u2").tobytes(), "OW"),
        ("8-bits", frames, frames.tobytes(), "OB"),
    ]:
        dataset = film(pixels.reshape(-1, *pixels.shape[-2:])[0], 8 * pixels.dtype.itemsize)
        dataset.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
        dataset.set_original_encoding(False, False)
        if pixels.ndim == 3:
            dataset.NumberOfFrames = len(pixels)
        dataset.PixelData = data
        dataset["PixelData"].VR = vr
        path = folder / f"{name}.dcm"
        dataset.save_as(path, enforce_file_format=True)
        (folder / f"{name}.f32").write_bytes(dcmread(path).pixel_array.astype("<f4").tobytes())


if __name__ == "__main__":
    kinds = {"grey": grey, "jpeg2000": jpeg2000, "big-endian": big_endian}
    kinds[sys.argv[1]](Path(sys.argv[2]))
