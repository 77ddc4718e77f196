import { text, type DicomAttributes } from '../attributes';
import { codeItem, codingSchemeIdentification, CONCEPTS } from '../codes';
import { copyIdentity } from '../identity';
import { COMPREHENSIVE_SR, MR_IMAGE_STORAGE } from '../own';
import { PRODUCT } from '../product';
import type { Provenance } from '../provenance';
import type { RunRecord } from '../record';
import { sourceImage } from '../sourceImage';
import { writePart10 } from '../writePart10';
import type { ImageReference } from './contentItems';
import { reportContent } from './reportContent';

const REPORT_DESCRIPTION = 'SYNTHETIC MRI report - NOT FOR DIAGNOSIS';

/** The structured report about one synthetic series: a series of its own in the same study. */
export interface SyntheticReport {
  seriesInstanceUID: string;
  sopInstanceUID: string;
  /** Attributes by keyword. */
  dataset: DicomAttributes;
  /** The DICOM file. */
  part10: Uint8Array;
}

export interface ReportRequest {
  /** The radiograph's attributes: patient and study are copied from them, and it is referred to. */
  source: DicomAttributes;
  provenance: Provenance;
  record: RunRecord;
  /** The series that the report is about. */
  images: { seriesInstanceUID: string; sopInstanceUIDs: readonly string[] };
  seriesNumber: number;
  seriesInstanceUID: string;
  sopInstanceUID: string;
  /** DA and TM of the series. */
  date: string;
  time: string;
}

const sopItem = ({ sopClassUID, sopInstanceUID }: ImageReference) => ({
  ReferencedSOPClassUID: sopClassUID,
  ReferencedSOPInstanceUID: sopInstanceUID,
});

/** All instances that the report refers to, by study and series (PS3.3 C.17.2). */
function evidence(
  request: ReportRequest,
  radiograph: ImageReference | null,
  synthetic: readonly ImageReference[]
): DicomAttributes[] {
  const { studyInstanceUID, seriesInstanceUID } = sourceImage(request.source);
  const series = [
    ...(radiograph === null || seriesInstanceUID === null
      ? []
      : [{ SeriesInstanceUID: seriesInstanceUID, ReferencedSOPSequence: [sopItem(radiograph)] }]),
    {
      SeriesInstanceUID: request.images.seriesInstanceUID,
      ReferencedSOPSequence: synthetic.map(sopItem),
    },
  ];
  return [{ StudyInstanceUID: studyInstanceUID, ReferencedSeriesSequence: series }];
}

function radiographOf(source: DicomAttributes): ImageReference | null {
  const { sopClassUID, sopInstanceUID, seriesInstanceUID } = sourceImage(source);
  return sopClassUID === null || sopInstanceUID === null || seriesInstanceUID === null
    ? null
    : { sopClassUID, sopInstanceUID };
}

/**
 * Writes the report about a synthesis as a Comprehensive SR that follows TID 1500: every reading with its
 * source, who observed it, and all that the run depended on. It is marked as synthetic data where the
 * radiograph is; its own content is a record of what was done.
 * @throws {DicomError} 'identity' or 'value' when something cannot be written as it is
 */
export function buildReport(request: ReportRequest): SyntheticReport {
  const { source, provenance, record, images, seriesInstanceUID, sopInstanceUID } = request;
  const { date, time } = request;
  const radiograph = radiographOf(source);
  const synthetic = images.sopInstanceUIDs.map(uid => ({
    sopClassUID: MR_IMAGE_STORAGE,
    sopInstanceUID: uid,
  }));
  const dataset: DicomAttributes = {
    ...copyIdentity(source),
    SpecificCharacterSet: 'ISO_IR 192',
    ...(text(source, 'SyntheticData') === 'YES' ? { SyntheticData: 'YES' } : {}),
    InstanceCreationDate: date,
    InstanceCreationTime: time,
    InstanceCreatorUID: PRODUCT.uid,
    SOPClassUID: COMPREHENSIVE_SR,
    SOPInstanceUID: sopInstanceUID,
    SeriesDate: date,
    SeriesTime: time,
    ContentDate: date,
    ContentTime: time,
    Modality: 'SR',
    SeriesDescription: REPORT_DESCRIPTION,
    Manufacturer: PRODUCT.manufacturer,
    ManufacturerModelName: PRODUCT.model,
    DeviceSerialNumber: record.model.bundleSha256.slice(0, 16),
    SoftwareVersions: PRODUCT.version,
    CodingSchemeIdentificationSequence: codingSchemeIdentification(),
    SeriesInstanceUID: seriesInstanceUID,
    SeriesNumber: request.seriesNumber,
    InstanceNumber: 1,
    ReferencedPerformedProcedureStepSequence: [],
    PerformedProcedureCodeSequence: [],
    CurrentRequestedProcedureEvidenceSequence: evidence(request, radiograph, synthetic),
    CompletionFlag: 'COMPLETE',
    VerificationFlag: 'UNVERIFIED',
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: [codeItem(CONCEPTS.title)],
    ContinuityOfContent: 'SEPARATE',
    ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '1500' }],
    ContentSequence: reportContent({ record, provenance, source, radiograph, synthetic }),
  };
  return { seriesInstanceUID, sopInstanceUID, dataset, part10: writePart10(dataset) };
}
