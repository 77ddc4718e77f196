import { say, type Sentence } from '../../sentences';
import { identityMismatch } from './identityCheck';
import { sendBatches } from './sendBatches';
import type { InstancesOutcome, StorableSeries, StoreRequest } from './types';
import { archiveState, comparePixels, type ArchiveState, type PixelCheck } from './verify';

function outcomeOf(
  series: StorableSeries,
  stored: ReadonlySet<string>,
  reasons: Sentence[]
): InstancesOutcome {
  const uids = series.instances.map(instance => instance.sopInstanceUID);
  return {
    state: stored.size > 0 ? 'partly-stored' : 'failed',
    stored: uids.filter(uid => stored.has(uid)),
    missing: uids.filter(uid => !stored.has(uid)),
    pixelsCompared: 0,
    reasons,
  };
}

/** Why the archive's pixels could not be compared, and what is known all the same. */
function notCompared({ refusedWith }: PixelCheck): Sentence {
  if (refusedWith === null) {
    return say('pixelsNotGiven');
  }
  const status = refusedWith === 0 ? say('answeredNothing') : refusedWith;
  return say('pixelsNotGivenBut', { status });
}

/** The outcome where the archive lists every instance: what was said on the way no longer matters. */
async function outcomeOfAll(request: StoreRequest, after: ArchiveState): Promise<InstancesOutcome> {
  const { series } = request;
  const check = await comparePixels(request, series);
  const wrong = [
    ...(after.unmarked.size > 0 ? [say('markDropped')] : []),
    ...(check.difference === null ? [] : [check.difference]),
  ];
  const outcome = outcomeOf(series, after.stored, wrong);
  if (wrong.length > 0) {
    return outcome;
  }
  return check.compared > 0
    ? { ...outcome, state: 'stored-and-verified', pixelsCompared: check.compared }
    : { ...outcome, state: 'stored', reasons: [notCompared(check)] };
}

function outcomeOfPart(
  series: StorableSeries,
  after: ArchiveState,
  sentReasons: Sentence[],
  isReport: boolean
): InstancesOutcome {
  const images = series.instances.length;
  const found = say('partlyThere', { stored: after.stored.size, images });
  const tellsCount = !isReport && (after.stored.size > 0 || sentReasons.length === 0);
  return outcomeOf(series, after.stored, tellsCount ? [...sentReasons, found] : sentReasons);
}

/**
 * Stores the instances of one series by STOW-RS: asks the archive what it already has, sends only the rest, in batches, and
 * then asks again - the state that is returned is what the archive lists afterwards, not what it answered.
 * To resume after anything, call it again with the same series.
 *
 * dicomweb-client makes the requests, on the passed-in `fetch` (see `FetchRequest`).
 * @param isReport true of the one instance of a report, of which there is no count to tell
 * @throws the signal's reason when cancelled; everything else is in the outcome
 */
export async function storeInstancesOf(
  request: StoreRequest,
  isReport = false
): Promise<InstancesOutcome> {
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
  const isThere = ({ sopInstanceUID }: { sopInstanceUID: string }) =>
    before.stored.has(sopInstanceUID);
  const toSend = series.instances.filter(instance => !isThere(instance));
  if (toSend.length > 0 && before.stored.size > 0) {
    // The rest of one series is not added to another that has its UIDs.
    const there = { ...series, instances: series.instances.filter(isThere) };
    const { difference } = await comparePixels(request, there);
    if (difference !== null) {
      return outcomeOf(series, before.stored, [difference]);
    }
  }
  const sent = await sendBatches(request, toSend, count => report(before.stored.size + count));
  const after = await archiveState(request, series);
  if (after.problem !== null) {
    const known = new Set([...before.stored, ...sent.acknowledged]);
    const unverified = say('notVerified', { reason: after.problem });
    return outcomeOf(series, known, [...sent.reasons, unverified]);
  }
  report(after.stored.size);
  return after.stored.size === total
    ? outcomeOfAll(request, after)
    : outcomeOfPart(series, after, sent.reasons, isReport);
}
