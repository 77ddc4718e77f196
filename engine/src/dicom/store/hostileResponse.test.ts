import { mutatedBytes, mutatedDocument } from '../../../test/mutate';
import { withinTime } from '../../../test/withinTime';
import { parseStoreResponse } from './storeResponse';

const RESPONSES = 2_000;

const uids = (tag: string, count: number, more: object = {}) =>
  Array.from({ length: count }, (_, index) => ({
    '00081150': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.4'] },
    [tag]: { vr: 'UI', Value: [`1.2.3.${index}`] },
    ...more,
  }));

/** What an archive answers that stored three images and refused two. */
const ORIGINAL = {
  '00081190': { vr: 'UR', Value: ['https://archive/studies/1.2'] },
  '00081198': {
    vr: 'SQ',
    Value: uids('00081155', 2, { '00081197': { vr: 'US', Value: [0x0110] } }),
  },
  '00081199': { vr: 'SQ', Value: uids('00081155', 3) },
};

function assertUsable(body: unknown, seed: number): void {
  const { stored, failed } = withinTime(() => parseStoreResponse(body));
  const areStored = stored.every(uid => typeof uid === 'string');
  const areFailed = failed.every(
    ({ sopInstanceUID, reason }) =>
      typeof sopInstanceUID === 'string' && (reason === null || typeof reason === 'number')
  );
  if (!areStored || !areFailed) {
    throw new Error(`Seed ${seed} gave something that is no list of instances.`);
  }
}

describe('a damaged or hostile answer to storing', () => {
  it('says of each instance that it is stored, failed, or nothing: documents', () => {
    const whole = parseStoreResponse(ORIGINAL);
    expect([whole.stored.length, whole.failed.length]).toEqual([3, 2]);
    for (let seed = 1; seed <= RESPONSES; seed++) {
      const mutated = mutatedDocument(ORIGINAL, seed);
      assertUsable(seed % 2 === 0 ? mutated : [mutated], seed);
    }
  });

  it('says of each instance that it is stored, failed, or nothing: text', () => {
    const text = new TextEncoder().encode(JSON.stringify(ORIGINAL));
    for (let seed = 1; seed <= RESPONSES; seed++) {
      const damaged = mutatedBytes(text, seed, { from: 0 });
      assertUsable(new TextDecoder().decode(damaged), seed);
    }
  });
});
