import { RadiographError } from '../radiograph';
import { say } from '../sentences';

/** Every fragment that a frame may begin with does so by one of these: JPEG and JPEG-LS, JPEG 2000. */
const FIRST_BYTES = [
  [0xff, 0xd8],
  [0xff, 0x4f],
];

function beginsFrame(fragment: Uint8Array): boolean {
  return FIRST_BYTES.some(([first, second]) => fragment[0] === first && fragment[1] === second);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) {
    return only;
  }
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Fragments grouped by what they begin with; for images without an offset table. */
function byFirstBytes(fragments: readonly Uint8Array[]): Uint8Array[] {
  const groups: Uint8Array[][] = [];
  for (const fragment of fragments) {
    if (beginsFrame(fragment) || groups.length === 0) {
      groups.push([fragment]);
    } else {
      groups.at(-1)?.push(fragment);
    }
  }
  return groups.map(joined);
}

/**
 * The encoded bytes of one frame of an encapsulated image (PS3.5 annex A.4).
 * @param fragments without the offset table; by frame already where the file has one
 * @param frame counted from 1
 * @returns no bytes where there are no fragments
 * @throws {RadiographError} where the fragments cannot be told apart by frame
 */
export function encapsulatedFrame(
  fragments: readonly Uint8Array[],
  frames: number,
  frame: number
): Uint8Array {
  const filled = fragments.filter(fragment => fragment.byteLength > 0);
  if (filled.length === 0) {
    return new Uint8Array(0);
  }
  if (frames === 1) {
    return joined(filled);
  }
  const grouped = filled.length === frames ? filled : byFirstBytes(filled);
  const found = grouped.length === frames ? grouped[frame - 1] : undefined;
  if (found === undefined) {
    throw new RadiographError(say('framesDiffer', { frames, pieces: grouped.length }));
  }
  return found;
}
