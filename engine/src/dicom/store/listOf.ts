import { DicomError } from '../DicomError';
import type { Answer } from './dicomWeb';

/**
 * The data sets of an answer in DICOM JSON; none where the archive knows of nothing.
 * @param what is asked for, for the sentence
 * @throws {DicomError} when the archive does not answer, or not so
 */
export function listOf({ status, body }: Answer, what: string): unknown[] {
  if (status === 204 || status === 404) return [];
  if (status === 0) {
    throw new DicomError(
      'file',
      `The archive cannot be reached for the ${what}; check its address.`
    );
  }
  if (status !== 200 || !Array.isArray(body)) {
    throw new DicomError(
      'file',
      `The archive does not tell the ${what} (status ${status}); check its address and your rights there.`
    );
  }
  return body;
}
