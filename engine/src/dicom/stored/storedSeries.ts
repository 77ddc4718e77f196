import { say } from '../../sentences';
import { number, text, type DicomAttributes } from '../attributes';
import { DicomError } from '../DicomError';
import { readRunRecord, type RunRecord } from '../record';
import { uidsOfSeries, type SeriesIdentity } from '../seriesIdentity';

/** A synthetic series of this product, as far as an archive has it. */
export interface StoredSeries {
  record: RunRecord;
  /** Under which the rest of it belongs. */
  identity: SeriesIdentity;
  /** Of the series that the report about it is in, when it is there. */
  reportSeriesUID: string;
  /** Of one of its images. */
  attributes: DicomAttributes;
  /** The images that are there, each once, by number. */
  images: readonly { instanceNumber: number; sopInstanceUID: string }[];
}

function identityOf(attributes: DicomAttributes): SeriesIdentity {
  const [seriesInstanceUID, date, time] = ['SeriesInstanceUID', 'SeriesDate', 'SeriesTime'].map(
    keyword => text(attributes, keyword)
  );
  const seriesNumber = number(attributes, 'SeriesNumber');
  if (!seriesInstanceUID || seriesNumber === null || !date || !time) {
    throw new DicomError('file', say('noSeriesIdentity'));
  }
  return { seriesInstanceUID, seriesNumber, date, time };
}

/**
 * Reads what is stored of a series from the attributes of its images.
 * @param datasets of the images that are there, at least one
 * @throws {DicomError} 'file' when they are not of this product, or their record is not whole
 */
export function readStoredSeries(datasets: readonly DicomAttributes[]): StoredSeries {
  const [attributes = {}] = datasets;
  const record = readRunRecord(attributes);
  const identity = identityOf(attributes);
  const images = new Map<string, number>();
  for (const dataset of datasets) {
    const uid = text(dataset, 'SOPInstanceUID');
    if (uid !== null) {
      images.set(uid, number(dataset, 'InstanceNumber') ?? 0);
    }
  }
  return {
    record,
    identity,
    reportSeriesUID: uidsOfSeries(identity.seriesInstanceUID).reportSeriesUID,
    attributes,
    images: [...images]
      .map(([sopInstanceUID, instanceNumber]) => ({ instanceNumber, sopInstanceUID }))
      .sort((a, b) => a.instanceNumber - b.instanceNumber),
  };
}

/** Whether all images are there that the run made. */
export function isWhole({ record, images }: StoredSeries): boolean {
  return images.length >= record.depths.count;
}
