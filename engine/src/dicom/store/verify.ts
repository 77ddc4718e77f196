import { say, type Sentence } from '../../sentences';
import { text } from '../attributes';
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
  /** Ours that are there without the mark Synthetic Data YES that they were sent with. */
  unmarked: Set<string>;
  /** Why the archive could not be asked, or null. */
  problem: Sentence | null;
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
  const ours = new Map(
    series.instances.map(({ sopInstanceUID, dataset }) => [
      sopInstanceUID,
      text(dataset, 'SyntheticData'),
    ])
  );
  for (const dataset of answer.body) {
    const [uid] = jsonValues(dataset, SOP_INSTANCE_UID);
    if (typeof uid === 'string' && ours.has(uid)) {
      state.stored.add(uid);
      if (ours.get(uid) === 'YES' && jsonValues(dataset, SYNTHETIC_DATA)[0] !== 'YES') {
        state.unmarked.add(uid);
      }
    }
  }
  return state;
}

const sameBytes = (a: Uint8Array, b: Uint8Array) =>
  a.byteLength === b.byteLength && a.every((byte, index) => byte === b[index]);

/** What a comparison of pixels found. */
export interface PixelCheck {
  /** Instances whose pixels the archive gave back. */
  compared: number;
  /** What differs, or null. */
  difference: Sentence | null;
  /** HTTP status of the last answer that held no pixels; 0 when the connection failed. */
  refusedWith: number | null;
}

/**
 * Compares the pixels of the first, middle and last instance with the archive's: one that keeps the old
 * content of a UID answers a store with success all the same. An archive need not send frames; then
 * nothing was compared, which is for the caller to say.
 */
export async function comparePixels(
  access: DicomWebAccess,
  series: StorableSeries
): Promise<PixelCheck> {
  const { instances, studyInstanceUID, seriesInstanceUID } = series;
  const last = instances.length - 1;
  const check: PixelCheck = { compared: 0, difference: null, refusedWith: null };
  for (const index of new Set([0, Math.floor(last / 2), last])) {
    const instance = instances[index];
    const sent = asBytes(instance?.dataset['PixelData']);
    if (instance === undefined || sent === null) {
      continue;
    }
    const { sopInstanceUID } = instance;
    const answer = await framePixels(access, studyInstanceUID, seriesInstanceUID, sopInstanceUID);
    const stored = asBytes(Array.isArray(answer.body) ? answer.body[0] : null);
    if (stored === null || answer.status !== 200) {
      check.refusedWith = answer.status;
      continue;
    }
    check.compared += 1;
    // A multipart part may end in one byte of padding.
    if (!sameBytes(stored.subarray(0, sent.length), sent)) {
      check.difference = say('otherPixelsStored');
      return check;
    }
  }
  return check;
}
