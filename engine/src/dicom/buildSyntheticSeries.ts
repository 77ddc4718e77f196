import type { NetworkBundle } from '../bundle';
import { say, type Sentence } from '../sentences';
import { toStored12Bit, type Volume } from '../volume';
import { text, type DicomAttributes } from './attributes';
import { DicomError } from './DicomError';
import { copyIdentity, identityProblem } from './identity';
import type { Provenance } from './provenance';
import { newIdentity, uidsOfSeries, type SeriesIdentity } from './seriesIdentity';
import { sourceImage } from './sourceImage';
import { intensityOf } from './intensity';
import { seriesAttributes, seriesDescription, sliceAttributes } from './syntheticAttributes';
import { buildReport, type SyntheticReport } from './report';
import { runRecord } from './record';
import { randomUid, type UidSource } from './uid';
import { writePart10 } from './writePart10';

/** One slice of a synthesized series, with its bytes frozen. */
export interface SyntheticInstance {
  sopInstanceUID: string;
  /** 1 is the most posterior slice, which OHIF shows first: it sorts against the slices' normal. */
  instanceNumber: number;
  /** Which slice of the volume it is (0 is the most posterior). */
  sliceIndex: number;
  /** Attributes by keyword, PixelData as an ArrayBuffer among them. */
  dataset: DicomAttributes;
  /** The DICOM file. */
  part10: Uint8Array;
}

export interface SyntheticSeries {
  studyInstanceUID: string;
  seriesInstanceUID: string;
  description: string;
  /** By instance number. */
  instances: SyntheticInstance[];
  /** What the series was made from and how; it is stored after the images. */
  report: SyntheticReport;
  /** Why the series must not be stored, or null. */
  notStorable: Sentence | null;
}

export interface SyntheticSeriesRequest {
  volume: Volume;
  /** The radiograph's attributes: patient and study are copied from them, and it is referred to. */
  source: DicomAttributes;
  provenance: Provenance;
  /** `xray_to_mri.intensity` of the bundle: how grey values are stored and shown. */
  intensity: NetworkBundle['intensity'];
  /** 9001 by default; the report has the next number. */
  seriesNumber?: number;
  /** Of a series that is there in part already; a new one by default. */
  identity?: SeriesIdentity;
  /** Makes the series all the same, for display only, where the radiograph has no PatientID. */
  displayOnly?: boolean;
  now?: Date;
  newUid?: UidSource;
  onProgress?(done: number, total: number): void;
}

const FIRST_SERIES_NUMBER = 9001;

function assertVolume(volume: Volume): void {
  const { data, slices, rows, columns, depthsMm } = volume;
  if (data.length !== slices * rows * columns || depthsMm.length !== slices || slices === 0) {
    throw new DicomError(
      'volume',
      say('volumeContradictory', {
        slices,
        rows,
        columns,
        values: data.length,
        depths: depthsMm.length,
      })
    );
  }
}

/**
 * Makes a DICOM MR series out of a synthetic volume: one instance a slice, in true patient geometry, with
 * the radiograph's patient and study, marked as synthetic in every way that DICOM has; and the report about it.
 * @throws {DicomError} 'identity' when the radiograph has no PatientID or StudyInstanceUID; 'value' when an
 *   attribute cannot be written as it is; 'volume' when the volume's sizes contradict each other
 */
export function buildSyntheticSeries(request: SyntheticSeriesRequest): SyntheticSeries {
  const { volume, source, provenance, newUid = randomUid, now = new Date() } = request;
  assertVolume(volume);
  const studyInstanceUID = text(source, 'StudyInstanceUID');
  const notStorable = identityProblem(source);
  if (studyInstanceUID === null || (notStorable !== null && !request.displayOnly)) {
    throw new DicomError(
      'identity',
      notStorable ?? say('notStorableMissing', { keyword: 'StudyInstanceUID' })
    );
  }
  const content = provenance.content ?? 'sample';
  const intensity = intensityOf(request.intensity, content);
  const stored = toStored12Bit(volume, intensity);
  const record = runRecord(volume, source, provenance, stored);
  const identity =
    request.identity ?? newIdentity(request.seriesNumber ?? FIRST_SERIES_NUMBER, now, newUid);
  const { seriesInstanceUID } = identity;
  const uids = uidsOfSeries(seriesInstanceUID);
  const shared = {
    ...copyIdentity(source),
    ...seriesAttributes(volume, sourceImage(source), provenance, record, identity),
  };
  const sliceSize = volume.rows * volume.columns;
  const instances: SyntheticInstance[] = [];
  for (let instanceNumber = 1; instanceNumber <= volume.slices; instanceNumber++) {
    const sliceIndex = instanceNumber - 1;
    const pixels = stored.slice(sliceIndex * sliceSize, (sliceIndex + 1) * sliceSize);
    const sopInstanceUID = uids.image(instanceNumber);
    const dataset: DicomAttributes = {
      ...shared,
      ...sliceAttributes(volume, volume.depthsMm[sliceIndex] ?? 0, intensity, content),
      SOPInstanceUID: sopInstanceUID,
      InstanceNumber: instanceNumber,
      PixelData: pixels.buffer,
      _vrMap: { PixelData: 'OW' },
    };
    const part10 = writePart10(dataset);
    instances.push({ sopInstanceUID, instanceNumber, sliceIndex, dataset, part10 });
    request.onProgress?.(instanceNumber, volume.slices);
  }
  const report = buildReport({
    source,
    provenance,
    record,
    images: {
      seriesInstanceUID,
      sopInstanceUIDs: instances.map(({ sopInstanceUID }) => sopInstanceUID),
    },
    seriesNumber: identity.seriesNumber + 1,
    seriesInstanceUID: uids.reportSeriesUID,
    sopInstanceUID: uids.reportUID,
    date: identity.date,
    time: identity.time,
  });
  return {
    studyInstanceUID,
    seriesInstanceUID,
    description: seriesDescription(volume, provenance),
    instances,
    report,
    notStorable,
  };
}
