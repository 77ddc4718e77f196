import { philox4x32 } from './philox';

const TWO_TO_32 = 2 ** 32;

/** Which normals: a stream of a sample of a seed. */
export interface NormalStream {
  /** A whole number, 0 <= seed < 2^53. */
  seed: number;
  stream: number;
  sample: number;
  /** Tells independent uses of one seed and sample apart; 0 if absent. */
  draw?: number;
}

function boxMuller(word0: number, word1: number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log((word0 + 0.5) / TWO_TO_32));
  const angle = (2 * Math.PI * (word1 + 0.5)) / TWO_TO_32;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/**
 * The first `count` standard normals of a stream: block b of the Philox counter (b, stream, sample, draw)
 * with the key (seed mod 2^32, floor(seed / 2^32)) gives normals 4b to 4b + 3 by Box and Muller.
 */
export function normals(
  count: number,
  { seed, stream, sample, draw = 0 }: NormalStream
): Float32Array {
  const key = [seed % TWO_TO_32, Math.floor(seed / TWO_TO_32)] as const;
  const blocks = Math.ceil(count / 4);
  const values = new Float32Array(blocks * 4);
  const words = new Uint32Array(4);
  for (let block = 0; block < blocks; block++) {
    philox4x32([block, stream, sample, draw], key, words);
    const [w0 = 0, w1 = 0, w2 = 0, w3 = 0] = words;
    values.set(boxMuller(w0, w1), 4 * block);
    values.set(boxMuller(w2, w3), 4 * block + 2);
  }
  return values.subarray(0, count);
}
