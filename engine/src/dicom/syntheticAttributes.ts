import type { Volume } from '../volume';
import type { DicomAttributes } from './attributes';
import {
  codeItem,
  codingSchemeIdentification,
  KNEE,
  SIDES,
  SOURCE_PURPOSE,
  SYNTHESIS_CODE,
  SYNTHESIZING_EQUIPMENT,
} from './codes';
import { realWorldValues, type Intensity } from './intensity';
import { MR_IMAGE_STORAGE } from './own';
import { NOT_FOR_DIAGNOSIS, PRODUCT } from './product';
import type { Provenance, SeriesContent } from './provenance';
import { recordAsText, type RunRecord } from './record';
import { uidsOfSeries, type SeriesIdentity } from './seriesIdentity';
import type { SourceImage } from './sourceImage';
import { millimetres, shorten } from './values';

const LONGEST_LO = 64;
const LONGEST_ST = 1024;

/** Value 5 of Image Type; a single sample has none. */
const CONTENT_TYPE: Record<SeriesContent, string[]> = {
  sample: [],
  mean: ['MEAN'],
  'standard-deviation': ['STD_DEV'],
};

/** Name of the series; it begins with SYNTHETIC because lists cut it short. */
export function seriesDescription(volume: Volume, provenance: Provenance): string {
  const { sample, content = 'sample', samples = 1 } = provenance;
  const of = {
    sample: sample > 0 ? `, sample ${sample + 1}` : '',
    mean: `, mean of ${samples}`,
    'standard-deviation': `, SD of ${samples}`,
  }[content];
  return `SYNTHETIC coronal MRI ${volume.side} knee${of} - NOT FOR DIAGNOSIS`;
}

function contributingEquipment(
  provenance: Provenance,
  record: RunRecord,
  dateTime: string
): DicomAttributes {
  return {
    PurposeOfReferenceCodeSequence: [codeItem(SYNTHESIZING_EQUIPMENT)],
    Manufacturer: PRODUCT.manufacturer,
    ManufacturerModelName: shorten(provenance.modelName, LONGEST_LO),
    DeviceSerialNumber: provenance.bundleSha256.slice(0, 16),
    SoftwareVersions: [
      PRODUCT.version,
      shorten(provenance.modelVersion, LONGEST_LO),
      provenance.bundleSha256,
    ],
    ContributionDateTime: dateTime,
    ContributionDescription: recordAsText(record),
  };
}

/** A frame is named where there are several (PS3.3 10.3). */
function frameReference({ frame }: RunRecord, frames: number): DicomAttributes {
  return frames > 1 ? { ReferencedFrameNumber: String(frame) } : {};
}

function sourceImages(source: SourceImage, record: RunRecord): DicomAttributes {
  if (source.sopClassUID === null || source.sopInstanceUID === null) {
    return {};
  }
  return {
    SourceImageSequence: [
      {
        ReferencedSOPClassUID: source.sopClassUID,
        ReferencedSOPInstanceUID: source.sopInstanceUID,
        ...frameReference(record, source.frames),
        SpatialLocationsPreserved: 'NO',
        PurposeOfReferenceCodeSequence: [codeItem(SOURCE_PURPOSE)],
      },
    ],
  };
}

/** The attributes that all instances of a series share, without those of patient and study. */
export function seriesAttributes(
  volume: Volume,
  source: SourceImage,
  provenance: Provenance,
  record: RunRecord,
  series: SeriesIdentity
): DicomAttributes {
  const { date, time } = series;
  const model = `${provenance.modelName} ${provenance.modelVersion}`;
  return {
    SpecificCharacterSet: 'ISO_IR 192',
    ImageType: ['DERIVED', 'SECONDARY', 'OTHER', 'SYNTHETIC', ...CONTENT_TYPE[record.content]],
    SyntheticData: 'YES',
    InstanceCreationDate: date,
    InstanceCreationTime: time,
    InstanceCreatorUID: PRODUCT.uid,
    SOPClassUID: MR_IMAGE_STORAGE,
    SeriesDate: date,
    SeriesTime: time,
    ContentDate: date,
    ContentTime: time,
    Modality: 'MR',
    SeriesDescription: seriesDescription(volume, provenance),
    Manufacturer: PRODUCT.manufacturer,
    ManufacturerModelName: PRODUCT.model,
    DeviceSerialNumber: provenance.bundleSha256.slice(0, 16),
    SoftwareVersions: PRODUCT.version,
    CodingSchemeIdentificationSequence: codingSchemeIdentification(),
    DerivationDescription: shorten(
      `Synthetic coronal MRI generated from one radiograph by ${model}, seed ${provenance.seed}. No MRI was acquired. NOT FOR DIAGNOSIS.`,
      LONGEST_ST
    ),
    DerivationCodeSequence: [codeItem(SYNTHESIS_CODE)],
    ...sourceImages(source, record),
    AnatomicRegionSequence: [
      {
        ...codeItem(KNEE),
        AnatomicRegionModifierSequence: [codeItem(SIDES[volume.side])],
      },
    ],
    BodyPartExamined: 'KNEE',
    ScanningSequence: 'RM',
    SequenceVariant: 'NONE',
    ScanOptions: '',
    MRAcquisitionType: '3D',
    RepetitionTime: '',
    EchoTime: '',
    EchoTrainLength: '',
    PatientPosition: '',
    ContentQualification: 'RESEARCH',
    ContributingEquipmentSequence: [contributingEquipment(provenance, record, `${date}${time}`)],
    SeriesInstanceUID: series.seriesInstanceUID,
    SeriesNumber: series.seriesNumber,
    FrameOfReferenceUID: uidsOfSeries(series.seriesInstanceUID).frameOfReferenceUID,
    PositionReferenceIndicator: '',
    ImageLaterality: volume.side,
    ImageComments: NOT_FOR_DIAGNOSIS,
    QualityControlImage: 'NO',
    BurnedInAnnotation: 'NO',
    RecognizableVisualFeatures: 'NO',
    LossyImageCompression: '00',
  };
}

/** Geometry and pixel layout of the slice at a depth; the joint centre is the origin (LPS). */
export function sliceAttributes(
  volume: Volume,
  depthMm: number,
  intensity: Intensity,
  content: SeriesContent
): DicomAttributes {
  const { rows, columns, pixelMm, spacingMm } = volume;
  const pixelSpacing = millimetres(pixelMm);
  const y = millimetres(-depthMm);
  return {
    SliceThickness: millimetres(spacingMm),
    SpacingBetweenSlices: millimetres(spacingMm),
    ImagePositionPatient: [
      millimetres((-(columns - 1) / 2) * pixelMm),
      y,
      millimetres(((rows - 1) / 2) * pixelMm),
    ],
    ImageOrientationPatient: ['1', '0', '0', '0', '0', '-1'],
    SliceLocation: y,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: rows,
    Columns: columns,
    PixelSpacing: [pixelSpacing, pixelSpacing],
    BitsAllocated: 16,
    BitsStored: intensity.stored_bits,
    HighBit: intensity.stored_bits - 1,
    PixelRepresentation: 0,
    WindowCenter: String(intensity.window_center),
    WindowWidth: String(intensity.window_width),
    RealWorldValueMappingSequence: [realWorldValues(content, intensity)],
  };
}
