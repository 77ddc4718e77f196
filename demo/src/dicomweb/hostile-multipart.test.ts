import { mutatedBytes, seededRandom } from '../../../engine/test/mutate';
import { HttpError } from './http-error';
import { readMultipart } from './multipart-reader';

jest.setTimeout(1_800_000);

const BODIES = 5_000;

/** Two files as STOW-RS sends them; line breaks and hyphens in the content look like delimiters. */
const ORIGINAL = Buffer.concat([
  Buffer.from('--edge\r\nContent-Type: application/dicom\r\n\r\n'),
  Buffer.from(
    Array.from({ length: 600 }, (_, index) => [13, 10, 45, 45, 101, index][index % 6] ?? 0)
  ),
  Buffer.from(
    '\r\n--edge\r\nContent-Type: application/dicom; a="b;c"\r\nContent-Location: x\r\n\r\n'
  ),
  Buffer.alloc(300, 7),
  Buffer.from('\r\n--edge--\r\n'),
]);

/** The body in pieces of any size, as a network hands it over. */
async function* inPieces(body: Buffer, random: (below: number) => number): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length;) {
    const end = at + 1 + random(200);
    yield body.subarray(at, end);
    at = end;
  }
}

/** Bytes of content and parts that were begun and ended. */
async function read(body: Buffer, random: (below: number) => number) {
  const found = { bytes: 0, begun: 0, ended: 0 };
  await readMultipart(inPieces(body, random), 'edge', {
    async begin() {
      found.begun++;
    },
    async data(chunk) {
      found.bytes += chunk.length;
    },
    async end() {
      found.ended++;
    },
  });
  return found;
}

describe('damaged and hostile multipart bodies', () => {
  it('are read or answered with 400', async () => {
    let [whole, refused] = [0, 0];
    for (let seed = 1; seed <= BODIES; seed++) {
      const body = Buffer.from(mutatedBytes(ORIGINAL, seed, { from: 0 }));
      try {
        const { bytes, begun, ended } = await read(body, seededRandom(seed));
        expect(begun).toBe(ended);
        expect(bytes).toBeLessThanOrEqual(body.length);
        whole++;
      } catch (error) {
        if (!(error instanceof HttpError) || error.status !== 400) {
          throw new Error(`Seed ${seed} ended otherwise than in 400.`, { cause: error });
        }
        refused++;
      }
    }
    expect(whole + refused).toBe(BODIES);
    expect(Math.min(whole, refused)).toBeGreaterThan(BODIES / 20);
  });
});
