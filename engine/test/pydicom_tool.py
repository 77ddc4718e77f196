"""What pydicom makes of DICOM files, as a second opinion that shares no code with the engine.

    pydicom_tool.py read FILE...            one JSON object a file: data set and SHA-256 of the pixels
    pydicom_tool.py radiograph CHARSET OUT  a small radiograph whose names are in a character set

Every value is checked against its value representation; one that breaks a rule is an error.
"""

import hashlib
import json
import sys

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import DigitalXRayImageStorageForPresentation, ExplicitVRLittleEndian

pydicom.config.settings.reading_validation_mode = pydicom.config.RAISE

NAMES = {
    "ISO_IR 100": ("Buc^Jérôme", "Müller^Jörg"),
    "\\ISO 2022 IR 87": ("Yamada^Tarou=山田^太郎=やまだ^たろう", "Suzuki^Hanako=鈴木^花子"),
    "\\ISO 2022 IR 149": ("Hong^Gildong=洪^吉洞=홍^길동", "Kim^Hee=김^희"),
    "ISO_IR 192": ("Wang^XiaoDong=王^小东", "Łukasz^Żółć"),
}


def read(path: str) -> dict:
    dataset = pydicom.dcmread(path)
    pixels = dataset.pop(0x7FE00010, None)
    return {
        "dataset": dataset.to_json_dict(),
        "pixelsSha256": None if pixels is None else hashlib.sha256(pixels.value).hexdigest(),
    }


def radiograph(charset: str, path: str) -> None:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = "1.2.826.0.1.3680043.10.9.3"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset(path, Dataset(), file_meta=meta, preamble=b"\0" * 128)
    dataset.SpecificCharacterSet = charset.split("\\")
    dataset.SOPClassUID = meta.MediaStorageSOPClassUID
    dataset.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    dataset.StudyInstanceUID = "1.2.826.0.1.3680043.10.9.1"
    dataset.SeriesInstanceUID = "1.2.826.0.1.3680043.10.9.2"
    dataset.PatientName, dataset.ReferringPhysicianName = NAMES[charset]
    dataset.PatientID = "P-1"
    dataset.PatientBirthDate = "19700101"
    dataset.PatientSex = "F"
    dataset.StudyDate, dataset.StudyTime = "20240101", "101112"
    dataset.StudyID, dataset.AccessionNumber = "", ""
    dataset.Modality = "DX"
    dataset.ViewPosition = "PA"
    dataset.ImageLaterality = "R"
    dataset.PixelSpacing = [0.5, 0.5]
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.Rows, dataset.Columns = 64, 64
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 16, 12, 11
    dataset.PixelRepresentation = 0
    dataset.PixelData = np.arange(64 * 64, dtype="<u2").tobytes()
    dataset.save_as(path, enforce_file_format=True)


if __name__ == "__main__":
    if sys.argv[1] == "read":
        json.dump([read(path) for path in sys.argv[2:]], sys.stdout)
    else:
        radiograph(sys.argv[2], sys.argv[3])
