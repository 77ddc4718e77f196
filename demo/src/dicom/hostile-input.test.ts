import { deflateRawSync } from 'node:zlib';
import { mutatedBytes } from '../../../engine/test/mutate';
import { withinTime } from '../../../engine/test/withinTime';
import { makeInstance } from '../../test/support/instances';
import { DicomFileError } from './dicom-file-error';
import { describeInstance } from './instance-description';
import { toStorablePart10 } from './part10';
import { TRANSFER_SYNTAX } from './transfer-syntax';

jest.setTimeout(1_800_000);

const FILES = 5_000;

// The parser warns of every length that it does not believe.
beforeEach(() => {
  for (const method of ['warn', 'error', 'log'] as const) {
    jest.spyOn(console, method).mockImplementation(() => undefined);
  }
});
afterEach(() => jest.restoreAllMocks());

describe('damaged and hostile files', () => {
  it('are taken in or refused for a reason', () => {
    const original = makeInstance();
    const before = process.memoryUsage().heapUsed;
    let [taken, refused] = [0, 0];
    for (let seed = 1; seed <= FILES; seed++) {
      try {
        const damaged = Buffer.from(mutatedBytes(original, seed));
        withinTime(() => {
          const { bytes, transferSyntax } = toStorablePart10(damaged);
          describeInstance(bytes, transferSyntax);
        });
        taken++;
      } catch (error) {
        if (!(error instanceof DicomFileError)) {
          throw new Error(`Seed ${seed} ended otherwise than in a reason.`, { cause: error });
        }
        refused++;
      }
    }
    expect(taken + refused).toBe(FILES);
    expect(Math.min(taken, refused)).toBeGreaterThan(0);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(1e9);
  });

  it('do not fill the memory when they are inflated', () => {
    const uid = Buffer.from(TRANSFER_SYNTAX.deflatedLittleEndian);
    const padded = Buffer.concat([uid, Buffer.alloc(uid.length % 2)]);
    const meta = Buffer.concat([
      Buffer.from([2, 0, 0x10, 0, 0x55, 0x49, padded.length, 0]),
      padded,
    ]);
    const length = Buffer.from([2, 0, 0, 0, 0x55, 0x4c, 4, 0, meta.length, 0, 0, 0]);
    const bomb = deflateRawSync(Buffer.alloc(600 * 2 ** 20), { level: 1 });
    const file = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), length, meta, bomb]);
    expect(() => toStorablePart10(file)).toThrow(DicomFileError);
  });
});
