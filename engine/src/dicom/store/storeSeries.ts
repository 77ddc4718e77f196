import { identityMismatch } from './identityCheck';
import { sendBatches } from './sendBatches';
import type { StorableSeries, StoreOutcome, StoreRequest } from './types';
import { archiveState, pixelProblem, type ArchiveState } from './verify';

const UNMARKED =
  'The archive does not give the mark "Synthetic Data" back with the images; tell its administrator before anyone uses them.';

function outcomeOf(
  series: StorableSeries,
  stored: ReadonlySet<string>,
  reasons: string[]
): StoreOutcome {
  const uids = series.instances.map(instance => instance.sopInstanceUID);
  const missing = uids.filter(uid => !stored.has(uid));
  const state =
    missing.length === 0 && reasons.length === 0
      ? 'stored-and-verified'
      : missing.length < uids.length
        ? 'partly-stored'
        : 'failed';
  return { state, stored: uids.filter(uid => stored.has(uid)), missing, reasons };
}

async function verificationReasons(
  request: StoreRequest,
  after: ArchiveState,
  sentReasons: string[]
): Promise<string[]> {
  const { series } = request;
  const missing = series.instances.length - after.stored.size;
  if (missing > 0) {
    const found = `The archive has ${after.stored.size} of ${series.instances.length} images. Save again; only the missing ones are sent.`;
    return after.stored.size > 0 || sentReasons.length === 0
      ? [...sentReasons, found]
      : sentReasons;
  }
  // All are there: what was said on the way no longer matters.
  const reasons = after.unmarked.size > 0 ? [UNMARKED] : [];
  const pixels = await pixelProblem(request, series);
  return pixels === null ? reasons : [...reasons, pixels];
}

/**
 * Stores a series by STOW-RS: asks the archive what it already has, sends only the rest, in batches, and
 * then asks again - the state that is returned is what the archive lists afterwards, not what it answered.
 * To resume after anything, call it again with the same series.
 *
 * dicomweb-client makes the requests, on the passed-in `fetch` (see `FetchRequest`).
 * @throws the signal's reason when cancelled; everything else is in the outcome
 */
export async function storeSeries(request: StoreRequest): Promise<StoreOutcome> {
  const { series, onProgress } = request;
  const total = series.instances.length;
  if (series.notStorable !== null) {
    return outcomeOf(series, new Set(), [series.notStorable]);
  }
  const before = await archiveState(request, series);
  if (before.problem !== null) {
    return outcomeOf(series, before.stored, [before.problem]);
  }
  const mismatch = await identityMismatch(request, series);
  if (mismatch !== null) {
    return outcomeOf(series, before.stored, [mismatch]);
  }
  let reported = before.stored.size;
  const report = (done: number) => {
    reported = Math.max(reported, Math.min(done, total));
    onProgress?.(reported, total);
  };
  report(before.stored.size);
  const toSend = series.instances.filter(
    ({ sopInstanceUID }) => !before.stored.has(sopInstanceUID)
  );
  const sent = await sendBatches(request, toSend, count => report(before.stored.size + count));
  const after = await archiveState(request, series);
  if (after.problem !== null) {
    const known = new Set([...before.stored, ...sent.acknowledged]);
    const unverified = `What is stored could not be verified. ${after.problem}`;
    return outcomeOf(series, known, [...sent.reasons, unverified]);
  }
  report(after.stored.size);
  return outcomeOf(series, after.stored, await verificationReasons(request, after, sent.reasons));
}
