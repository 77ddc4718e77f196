import type { NetworkBundle } from '../bundle';
import type { Volume } from '../volume';
import { codes, type Code, type DicomAttributes } from './attributes';
import { codeItem, NOT_FOR_DIAGNOSIS, PRIVATE_SCHEME, PRODUCT, SYNTHESIS_CODE } from './product';
import { parametersAsText, type Provenance } from './provenance';
import type { SourceImage } from './sourceImage';
import { dateAndTime, millimetres, shorten } from './values';

export const MR_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.4';

const KNEE: Code = { value: '72696002', scheme: 'SCT', meaning: 'Knee region structure' };
const RIGHT: Code = { value: '24028007', scheme: 'SCT', meaning: 'Right' };
const LEFT: Code = { value: '7771000', scheme: 'SCT', meaning: 'Left' };
const SOURCE_PURPOSE: Code = {
  value: '121322',
  scheme: 'DCM',
  meaning: 'Source image for image processing operation',
};
const SYNTHESIZING_EQUIPMENT: Code = {
  value: '109100',
  scheme: 'DCM',
  meaning: 'Synthesizing Equipment',
};

const LONGEST_LO = 64;
const LONGEST_ST = 1024;

/** UIDs and numbers that a series is made under. */
export interface SeriesIdentity {
  seriesInstanceUID: string;
  frameOfReferenceUID: string;
  seriesNumber: number;
  now: Date;
}

/** Name of the series; it begins with SYNTHETIC because lists cut it short. */
export function seriesDescription(volume: Volume, provenance: Provenance): string {
  const sample = provenance.sample > 0 ? `, sample ${provenance.sample + 1}` : '';
  return `SYNTHETIC coronal MRI ${volume.side} knee${sample} - NOT FOR DIAGNOSIS`;
}

function contributingEquipment(provenance: Provenance, dateTime: string): DicomAttributes {
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
    ContributionDescription: shorten(parametersAsText(provenance), LONGEST_ST),
  };
}

function sourceImages(source: SourceImage): DicomAttributes {
  if (source.sopClassUID === null || source.sopInstanceUID === null) {
    return {};
  }
  return {
    SourceImageSequence: [
      {
        ReferencedSOPClassUID: source.sopClassUID,
        ReferencedSOPInstanceUID: source.sopInstanceUID,
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
  series: SeriesIdentity
): DicomAttributes {
  const { date, time, dateTime } = dateAndTime(series.now);
  const model = `${provenance.modelName} ${provenance.modelVersion}`;
  return {
    SpecificCharacterSet: 'ISO_IR 192',
    ImageType: ['DERIVED', 'SECONDARY', 'OTHER', 'SYNTHETIC'],
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
    CodingSchemeIdentificationSequence: [
      {
        CodingSchemeDesignator: PRIVATE_SCHEME.designator,
        CodingSchemeUID: PRIVATE_SCHEME.uid,
        CodingSchemeName: PRIVATE_SCHEME.name,
        CodingSchemeResponsibleOrganization: PRIVATE_SCHEME.organization,
      },
    ],
    DerivationDescription: shorten(
      `Synthetic coronal MRI generated from one radiograph by ${model}, seed ${provenance.seed}. No MRI was acquired. NOT FOR DIAGNOSIS.`,
      LONGEST_ST
    ),
    DerivationCodeSequence: [codeItem(SYNTHESIS_CODE)],
    ...sourceImages(source),
    AnatomicRegionSequence: [
      {
        ...codeItem(KNEE),
        AnatomicRegionModifierSequence: [codeItem(volume.side === 'R' ? RIGHT : LEFT)],
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
    ContributingEquipmentSequence: [contributingEquipment(provenance, dateTime)],
    SeriesInstanceUID: series.seriesInstanceUID,
    SeriesNumber: series.seriesNumber,
    FrameOfReferenceUID: series.frameOfReferenceUID,
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
  intensity: NetworkBundle['intensity']
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
  };
}

/**
 * True of an image that this product made: its derivation says so. Synthetic Data YES alone does not, for
 * simulated acquisitions and other products' images have it too.
 */
export function isOwnSynthesis(attributes: DicomAttributes): boolean {
  return codes(attributes, 'DerivationCodeSequence').some(
    code => code.value === SYNTHESIS_CODE.value && code.scheme === SYNTHESIS_CODE.scheme
  );
}
