"""DICOM attributes of the demo studies. Everything says that it is simulated."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import UID, ExplicitVRLittleEndian

from ..geometry import SLICE_PIXEL_MM, SLICE_SPACING_MM
from ..simulate.demo_film import Film
from .patients import DemoPatient

DX_FOR_PRESENTATION = UID("1.2.840.10008.5.1.4.1.1.1.1")
COMPUTED_RADIOGRAPHY = UID("1.2.840.10008.5.1.4.1.1.1")
MR_IMAGE = UID("1.2.840.10008.5.1.4.1.1.4")

#: Root of the name-based UIDs, so that the same studies are the same files.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "xray-to-mri.demo-studies")
NOTICE = "SIMULATED - NOT A PATIENT, NOT FOR DIAGNOSIS"
#: A knee on the detector's cover: magnification of the joint's plane in a fixed-flexion film.
MAGNIFICATION = 1.03


@dataclass(frozen=True)
class Visit:
    """Identity shared by all of a patient's instances."""

    patient: DemoPatient
    date: str
    revision: str

    def uid(self, *names: object) -> UID:
        """A UID that depends on the patient, the data's revision and the names alone."""
        text = "/".join(str(name) for name in (self.patient.patient_id, self.revision, *names))
        return UID(f"2.25.{uuid.uuid5(NAMESPACE, text).int}")


def code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def _common(visit: Visit, sop_class: UID, series: str, number: int) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = sop_class
    meta.MediaStorageSOPInstanceUID = visit.uid(series, number)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = UID(f"2.25.{NAMESPACE.int}")
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    patient = visit.patient
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.InstanceCreationDate, ds.InstanceCreationTime = visit.date, "090000"
    ds.SOPClassUID, ds.SOPInstanceUID = sop_class, meta.MediaStorageSOPInstanceUID
    ds.SyntheticData = "YES"
    ds.StudyDate = ds.SeriesDate = ds.AcquisitionDate = ds.ContentDate = visit.date
    ds.StudyTime = ds.SeriesTime = ds.AcquisitionTime = ds.ContentTime = "090000"
    ds.AccessionNumber = f"SIM{patient.number:04d}"
    ds.Manufacturer, ds.ManufacturerModelName = "X-ray to MRI", "Knee simulator"
    ds.DeviceSerialNumber, ds.SoftwareVersions = visit.revision, visit.revision
    ds.ReferringPhysicianName = None
    ds.StudyDescription = f"SIMULATED {patient.description}"
    ds.PatientName = f"SIMULATED^{patient.name}"
    ds.PatientID = patient.patient_id
    ds.PatientBirthDate = "19600101"
    ds.PatientSex = patient.knees[0].sex
    ds.PatientComments = NOTICE
    ds.BodyPartExamined = "KNEE"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = visit.uid("study"), visit.uid("series", series)
    ds.StudyID = str(patient.number)
    ds.AcquisitionNumber, ds.InstanceNumber = 1, number
    ds.ImageComments = NOTICE
    ds.SamplesPerPixel = 1
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
    ds.BurnedInAnnotation, ds.LossyImageCompression = "NO", "00"
    return ds


def _set_pixels(ds: Dataset, pixels: np.ndarray) -> None:
    ds.Rows, ds.Columns = pixels.shape
    ds.PixelData = np.ascontiguousarray(pixels, dtype="<u2").tobytes()
    ds["PixelData"].VR = "OW"


def _projection(ds: Dataset, film: Film) -> None:
    """Attributes that both kinds of film have."""
    sides = [knee.side for knee in film.knees]
    ds.ImageType = ["ORIGINAL", "PRIMARY", ""]
    ds.SeriesNumber, ds.SeriesDescription = 1, "SIMULATED PA fixed flexion"
    ds.ViewPosition = "PA"
    ds.PatientOrientation = ["L", "F"]
    ds.ImageLaterality = sides[0] if len(sides) == 1 else "B"
    ds.KVP = "70"
    ds.ImagerPixelSpacing = [f"{film.pixel_mm * MAGNIFICATION:.4g}"] * 2
    ds.WindowCenter, ds.WindowWidth = "2048", "4096"
    ds.PhotometricInterpretation = "MONOCHROME1" if film.inverted else "MONOCHROME2"
    ds.PresentationLUTShape = "INVERSE" if film.inverted else "IDENTITY"


def digital_film(visit: Visit, film: Film) -> FileDataset:
    """A DX image for presentation, MONOCHROME2, calibrated to the plane of the joint."""
    ds = _common(visit, DX_FOR_PRESENTATION, "film", 1)
    ds.Modality, ds.PresentationIntentType = "DX", "FOR PRESENTATION"
    _projection(ds, film)
    ds.PixelSpacing = [f"{film.pixel_mm:.4g}"] * 2
    ds.PixelSpacingCalibrationType = "GEOMETRY"
    ds.PixelSpacingCalibrationDescription = "Plane of the joint"
    ds.EstimatedRadiographicMagnificationFactor = str(MAGNIFICATION)
    ds.AnatomicRegionSequence = Sequence([code("72696002", "SCT", "Knee region")])
    view = code("272479007", "SCT", "postero-anterior")
    view.ViewModifierCodeSequence = Sequence([])
    ds.ViewCodeSequence = Sequence([view])
    ds.PixelIntensityRelationship, ds.PixelIntensityRelationshipSign = "LOG", 1
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "0", "1", "US"
    ds.DetectorType, ds.PositionerType = "DIRECT", ""
    ds.AcquisitionContextSequence = Sequence([])
    _set_pixels(ds, film.pixels)
    return ds


def computed_film(visit: Visit, film: Film) -> FileDataset:
    """A CR image as the OAI's films are: both knees, and spacing at the cassette only."""
    ds = _common(visit, COMPUTED_RADIOGRAPHY, "film", 1)
    ds.Modality = "CR"
    _projection(ds, film)
    _set_pixels(ds, film.pixels)
    return ds


def coronal_slices(visit: Visit, volume: np.ndarray) -> list[FileDataset]:
    """Slices `patient.slice_step` apart as MR images, instance 1 the most posterior.

    The joint centre is the origin of the frame of reference.
    """
    slices, rows, columns = volume.shape
    half_row, half_column = (rows - 1) / 2 * SLICE_PIXEL_MM, (columns - 1) / 2 * SLICE_PIXEL_MM
    files = []
    step = visit.patient.slice_step
    for number, index in enumerate(range(0, slices, step), start=1):
        depth = (index - (slices - 1) / 2) * SLICE_SPACING_MM
        ds = _common(visit, MR_IMAGE, "mri", number)
        ds.ImageType = ["ORIGINAL", "PRIMARY", "OTHER"]
        ds.Modality = "MR"
        ds.SeriesNumber, ds.SeriesDescription = 2, "SIMULATED ACQUISITION COR 3D DESS WE"
        ds.ScanningSequence, ds.SequenceVariant, ds.ScanOptions = "GR", "SS", ""
        ds.MRAcquisitionType, ds.MagneticFieldStrength = "3D", "3"
        ds.RepetitionTime, ds.EchoTime, ds.EchoTrainLength, ds.FlipAngle = "16.3", "4.7", "1", "25"
        ds.SliceThickness = str(SLICE_SPACING_MM)
        ds.SpacingBetweenSlices = f"{SLICE_SPACING_MM * step:.3g}"
        ds.PatientPosition = "FFS"
        ds.FrameOfReferenceUID, ds.PositionReferenceIndicator = visit.uid("frame"), ""
        ds.ImageLaterality = visit.patient.knees[0].side
        ds.ImageOrientationPatient = ["1", "0", "0", "0", "0", "-1"]
        ds.ImagePositionPatient = [f"{v:.7g}" for v in (-half_column, -depth, half_row)]
        ds.PixelSpacing = [str(SLICE_PIXEL_MM)] * 2
        ds.PhotometricInterpretation = "MONOCHROME2"
        ds.WindowCenter, ds.WindowWidth = "1638", "3276"
        ds.AnatomicRegionSequence = Sequence([code("72696002", "SCT", "Knee region")])
        _set_pixels(ds, volume[index])
        files.append(ds)
    return files
