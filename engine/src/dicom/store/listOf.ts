import { say, type Sentence } from '../../sentences';
import { DicomError } from '../DicomError';
import type { Answer } from './dicomWeb';

/**
 * The data sets of an answer in DICOM JSON; none where the archive knows of nothing.
 * @param wanted what is asked for
 * @throws {DicomError} when the archive does not answer, or not so
 */
export function listOf({ status, body }: Answer, wanted: Sentence): unknown[] {
  if (status === 204 || status === 404) return [];
  if (status === 0) {
    throw new DicomError('file', say('archiveUnreachable', { wanted }));
  }
  if (status !== 200 || !Array.isArray(body)) {
    throw new DicomError('file', say('archiveDoesNotTell', { wanted, status }));
  }
  return body;
}
