import type { Code } from './attributes';

/** The product's own coding scheme: no standard code names image synthesis, nor these readings. */
export const PRIVATE_SCHEME = {
  designator: '99XRAYTOMRI',
  uid: '2.25.145873119587272710638816835380067711041',
  name: 'Codes of X-ray to MRI',
  organization: 'X-ray to MRI',
} as const;

const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });
const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });

/** A code of the product's own scheme; the value has at most 16 characters. */
export const ownCode = (value: string, meaning: string): Code => ({
  value,
  scheme: PRIVATE_SCHEME.designator,
  meaning,
});

export const KNEE = sct('72696002', 'Knee region structure');
export const SIDES = { R: sct('24028007', 'Right'), L: sct('7771000', 'Left') } as const;
export const SOURCE_PURPOSE = dcm('121322', 'Source image for image processing operation');
export const SYNTHESIZING_EQUIPMENT = dcm('109100', 'Synthesizing Equipment');
export const SYNTHESIS_CODE = ownCode('SYNTHESIS', 'Image synthesized by a generative model');

export const UNITS = {
  none: { value: '1', scheme: 'UCUM', meaning: 'no units' },
  grade: { value: '{grade}', scheme: 'UCUM', meaning: 'grade' },
  percent: { value: '%', scheme: 'UCUM', meaning: 'Percent' },
  millimetre: { value: 'mm', scheme: 'UCUM', meaning: 'millimeter' },
} as const;

/** Names of content items in the report. */
export const CONCEPTS = {
  // CID 7021 is extensible. Under its code 126000 OHIF takes a report for one of drawn measurements only, and
  // fails where there are none; any other it shows as text.
  title: ownCode('SYNTHESIS-REPORT', 'Report on a synthetic MRI'),
  sourceRadiograph: ownCode('RADIOGRAPH', 'Radiograph that the MRI was synthesized from'),
  syntheticImage: ownCode('SYNTHETIC-IMAGE', 'Synthetic image'),
  language: dcm('121049', 'Language of Content Item and Descendants'),
  observerType: dcm('121005', 'Observer Type'),
  person: dcm('121006', 'Person'),
  device: dcm('121007', 'Device'),
  personName: dcm('121008', 'Person Observer Name'),
  deviceUid: dcm('121012', 'Device Observer UID'),
  deviceName: dcm('121013', 'Device Observer Name'),
  deviceManufacturer: dcm('121014', 'Device Observer Manufacturer'),
  deviceModel: dcm('121015', 'Device Observer Model Name'),
  deviceSerial: dcm('121016', 'Device Observer Serial Number'),
  procedureReported: dcm('121058', 'Procedure reported'),
  comment: dcm('121106', 'Comment'),
  imageLibrary: dcm('111028', 'Image Library'),
  imageLibraryGroup: dcm('126200', 'Image Library Group'),
  modality: dcm('121139', 'Modality'),
  imagingMeasurements: dcm('126010', 'Imaging Measurements'),
  measurementGroup: dcm('125007', 'Measurement Group'),
  trackingIdentifier: dcm('112039', 'Tracking Identifier'),
  findingSite: sct('363698007', 'Finding Site'),
  laterality: sct('272741003', 'Laterality'),
  notAttempted: dcm('114007', 'Measurement not attempted'),
  algorithmName: dcm('111001', 'Algorithm Name'),
  algorithmParameters: dcm('111002', 'Algorithm Parameters'),
  algorithmVersion: dcm('111003', 'Algorithm Version'),
  synthesisRun: ownCode('RUN', 'Synthesis run'),
  record: ownCode('RUN-RECORD', 'Record of the synthesis run, as JSON'),
  readingSource: ownCode('READING-SOURCE', 'Source of the readings'),
  modelSha256: ownCode('SHA256-MODEL', 'SHA-256 of the metadata of the model'),
  weightsSha256: ownCode('SHA256-WEIGHTS', 'SHA-256 of the weights of a network'),
  radiographSha256: ownCode('SHA256-FILM', 'SHA-256 of the radiograph as the model saw it'),
  volumeSha256: ownCode('SHA256-VOLUME', 'SHA-256 of the volume before it was stored'),
  pixelsSha256: ownCode('SHA256-PIXELS', 'SHA-256 of the stored pixels of the series'),
  runtime: ownCode('RUNTIME', 'What the networks ran on'),
  seed: ownCode('SEED', 'Seed of the noise'),
  sample: ownCode('SAMPLE', 'Number of the sample, from 0'),
  samples: ownCode('SAMPLES', 'Samples that the series is made of'),
  content: ownCode('CONTENT', 'What the voxels are'),
  solver: ownCode('SOLVER', 'Solver of the diffusion process'),
  steps: ownCode('STEPS', 'Steps of the solver'),
  guidance: ownCode('GUIDANCE', 'Classifier-free guidance'),
  region: ownCode('REGION', 'Crop of the radiograph: x, y, width, height in pixels'),
  depths: ownCode('DEPTHS', 'Depths: first, last in mm, number of slices'),
  measurementMethod: sct('370129005', 'Measurement Method'),
  certainty: dcm('111012', 'Certainty of Finding'),
  medialWidth: ownCode('JSW-MEDIAL', 'Joint-space width, medial'),
  lateralWidth: ownCode('JSW-LATERAL', 'Joint-space width, lateral'),
} as const;

export const ENGLISH: Code = { value: 'en', scheme: 'RFC5646', meaning: 'English' };

export const READING_SOURCES = {
  typed: ownCode('TYPED', 'Typed by a person'),
  report: ownCode('REPORT', 'Taken from a structured report'),
  file: ownCode('FILE', 'Taken from a file of readings'),
  attribute: ownCode('ATTRIBUTE', 'Taken from attributes of the image'),
  measured: ownCode('MEASURED', 'Measured by the software'),
  suggested: ownCode('SUGGESTED', 'Suggested by the software, accepted by a person'),
} as const;

/** How a joint-space width was measured. */
export const WIDTH_METHODS = {
  traced: ownCode('JSW-TRACED', 'Least distance across the joint line of traced bone edges'),
  adjusted: ownCode('JSW-ADJUSTED', 'Distance of two points that a person moved to the bone edges'),
} as const;

/** An item of a code sequence. */
export function codeItem(code: Code): Record<string, string> {
  return {
    CodeValue: code.value,
    CodingSchemeDesignator: code.scheme,
    CodeMeaning: code.meaning,
  };
}

/** Declares the product's own scheme, as SOP Common asks of data sets that use one. */
export const codingSchemeIdentification = () => [
  {
    CodingSchemeDesignator: PRIVATE_SCHEME.designator,
    CodingSchemeUID: PRIVATE_SCHEME.uid,
    CodingSchemeName: PRIVATE_SCHEME.name,
    CodingSchemeResponsibleOrganization: PRIVATE_SCHEME.organization,
  },
];
