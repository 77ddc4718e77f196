import { say, saysTheSame, type Sentence } from '../../sentences';
import { storeInstances, type Answer, type DicomWebAccess } from './dicomWeb';
import { failureReason, statusSentence } from './sentences';
import { parseStoreResponse } from './storeResponse';
import type { StorableSeries, StoreRequest } from './types';

const MOST_TRIES_WHEN_BUSY = 4;
const LONGEST_WAIT_SECONDS = 30;
const BUSY = 503;
const TOO_LARGE = 413;

/** The outcome of sending, as the archive's responses tell it; not to be trusted without a look. */
export interface Sent {
  acknowledged: Set<string>;
  reasons: Sentence[];
}

type Instances = StorableSeries['instances'];

const waitFor = (seconds: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, seconds * 1000);
    signal?.addEventListener('abort', stop, { once: true });
  });

async function sendPatiently(
  access: DicomWebAccess,
  studyInstanceUID: string,
  batch: Instances,
  wait: NonNullable<StoreRequest['wait']>
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const files = batch.map(instance => instance.part10);
    const answer = await storeInstances(access, studyInstanceUID, files);
    if (answer.status !== BUSY || attempt === MOST_TRIES_WHEN_BUSY) {
      return answer;
    }
    await wait(
      Math.min(answer.retryAfterSeconds ?? 2 ** attempt, LONGEST_WAIT_SECONDS),
      access.signal
    );
  }
}

/** Sentences for the instances that the archive says it refused, each reason once. */
function refusals(answer: Answer, batch: Instances): Sentence[] {
  const ours = new Set(batch.map(instance => instance.sopInstanceUID));
  const counts = new Map<string, { reason: Sentence; count: number }>();
  for (const { sopInstanceUID, reason } of parseStoreResponse(answer.body).failed) {
    if (ours.has(sopInstanceUID)) {
      const said = failureReason(reason);
      counts.set(said.text, { reason: said, count: (counts.get(said.text)?.count ?? 0) + 1 });
    }
  }
  return [...counts.values()].map(refusal => say('imagesRefused', refusal));
}

/**
 * Sends instances in batches. Goes on after a batch of which single instances were refused, sends smaller
 * batches where the archive refuses their size, waits where it is busy, and stops at everything else.
 */
export async function sendBatches(
  request: StoreRequest,
  instances: Instances,
  onAcknowledged: (count: number) => void
): Promise<Sent> {
  const { series, wait = waitFor } = request;
  const sent: Sent = { acknowledged: new Set(), reasons: [] };
  let size = Math.max(1, request.batchSize ?? 16);
  for (let next = 0; next < instances.length;) {
    const batch = instances.slice(next, next + size);
    const answer = await sendPatiently(request, series.studyInstanceUID, batch, wait);
    if (answer.status === TOO_LARGE && size > 1) {
      size = Math.floor(size / 2);
      continue;
    }
    const { stored } = parseStoreResponse(answer.body);
    stored.forEach(uid => sent.acknowledged.add(uid));
    onAcknowledged(sent.acknowledged.size);
    const refused = refusals(answer, batch);
    refused
      .filter(refusal => !sent.reasons.some(known => saysTheSame(known, refusal)))
      .forEach(refusal => sent.reasons.push(refusal));
    const success = answer.status === 200 || answer.status === 202;
    if (!success && stored.length === 0) {
      sent.reasons.unshift(statusSentence(answer));
      break;
    }
    next += batch.length;
  }
  return sent;
}
