import { asBytes } from '../binary';
import { framePixels, seriesMetadata, type DicomWebAccess } from './dicomWeb';
import { statusSentence } from './sentences';
import { jsonValues } from './storeResponse';
import type { StorableSeries } from './types';

const SOP_INSTANCE_UID = '00080018';
const SYNTHETIC_DATA = '0008001C';

/** What of a series lies in the archive. */
export interface ArchiveState {
  /** Ours that are there. */
  stored: Set<string>;
  /** Ours that are there without Synthetic Data YES. */
  unmarked: Set<string>;
  /** Why the archive could not be asked, or null. */
  problem: string | null;
}

/** Asks the archive which instances of the series it has; a series that it does not know is empty. */
export async function archiveState(
  access: DicomWebAccess,
  series: StorableSeries
): Promise<ArchiveState> {
  const state: ArchiveState = { stored: new Set(), unmarked: new Set(), problem: null };
  const answer = await seriesMetadata(access, series.studyInstanceUID, series.seriesInstanceUID);
  if (answer.status === 404 || answer.status === 204) {
    return state;
  }
  if (answer.status !== 200 || !Array.isArray(answer.body)) {
    return { ...state, problem: statusSentence(answer) };
  }
  const ours = new Set(series.instances.map(instance => instance.sopInstanceUID));
  for (const dataset of answer.body) {
    const [uid] = jsonValues(dataset, SOP_INSTANCE_UID);
    if (typeof uid === 'string' && ours.has(uid)) {
      state.stored.add(uid);
      if (jsonValues(dataset, SYNTHETIC_DATA)[0] !== 'YES') {
        state.unmarked.add(uid);
      }
    }
  }
  return state;
}

const sameBytes = (a: Uint8Array, b: Uint8Array) =>
  a.byteLength === b.byteLength && a.every((byte, index) => byte === b[index]);

/**
 * Compares the pixels of the first, middle and last instance with the archive's: one that keeps the old
 * content of a UID answers a store with success all the same.
 * @returns a sentence for what differs, or null; an archive that sends no frames is not held against it
 */
export async function pixelProblem(
  access: DicomWebAccess,
  series: StorableSeries
): Promise<string | null> {
  const { instances, studyInstanceUID, seriesInstanceUID } = series;
  const last = instances.length - 1;
  for (const index of new Set([0, Math.floor(last / 2), last])) {
    const instance = instances[index];
    const sent = asBytes(instance?.dataset['PixelData']);
    if (instance === undefined || sent === null) {
      continue;
    }
    const { sopInstanceUID } = instance;
    const answer = await framePixels(access, studyInstanceUID, seriesInstanceUID, sopInstanceUID);
    const stored = asBytes(Array.isArray(answer.body) ? answer.body[0] : null);
    // A multipart part may end in one byte of padding.
    if (
      stored !== null &&
      answer.status === 200 &&
      !sameBytes(stored.subarray(0, sent.length), sent)
    ) {
      return 'The archive holds other pixels under the same UIDs than those that were sent. Generate the series anew, which gives it new UIDs, and save that.';
    }
  }
  return null;
}
