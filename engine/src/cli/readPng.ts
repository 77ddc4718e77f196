import { PNG } from 'pngjs';
import type { Radiograph } from '../radiograph';
import { CliError, EXIT } from './CliError';

const SMALLEST_SIDE = 64;
const LARGEST_SIDE = 16384;
const MOST_ELONGATED = 4;
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Where width and height are, in the header that comes first. */
const WIDTH_AT = 16;
const HEADER_END = 24;
const DAMAGED = 'The PNG is damaged or incomplete. Export the picture again.';

const unusable = (message: string, cause?: unknown) => new CliError(EXIT.input, message, { cause });

export function isPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/** Refuses sizes before anything of that size is unpacked. */
function assertKneeSized(bytes: Uint8Array): void {
  if (bytes.length < HEADER_END) {
    throw unusable(DAMAGED);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const width = view.getUint32(WIDTH_AT);
  const height = view.getUint32(WIDTH_AT + 4);
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  const size = `The picture is ${width} x ${height} pixels,`;
  if (shorter < SMALLEST_SIDE) {
    throw unusable(
      `${size} too small for a knee radiograph (at least ${SMALLEST_SIDE} x ${SMALLEST_SIDE}).`
    );
  }
  if (longer > LARGEST_SIDE) {
    throw unusable(`${size} more than any radiograph has. Export it smaller.`);
  }
  if (longer > MOST_ELONGATED * shorter) {
    throw unusable(`${size} which is not the shape of a knee radiograph.`);
  }
}

/**
 * Reads a grey PNG of 8 or 16 bits as a radiograph on which bone is bright. Its pixels have no size.
 * @throws {CliError} for colour, transparency, other sizes and damage
 */
export function readPng(bytes: Uint8Array): Radiograph {
  assertKneeSized(bytes);
  let image: { width: number; height: number; data: ArrayLike<number> };
  try {
    // Samples of 16 bits stay what they are.
    image = PNG.sync.read(Buffer.from(bytes), { skipRescale: true });
  } catch (cause) {
    throw unusable(DAMAGED, cause);
  }
  const { width: columns, height: rows, data } = image;
  const pixels = new Float32Array(rows * columns);
  const opaque = data[3];
  for (let index = 0; index < pixels.length; index++) {
    const grey = data[4 * index] ?? 0;
    if (data[4 * index + 1] !== grey || data[4 * index + 2] !== grey) {
      throw unusable(
        'The picture has colours; a radiograph is grey. Export it as a grey PNG, without annotations.'
      );
    }
    if (data[4 * index + 3] !== opaque) {
      throw unusable('The picture is partly transparent. Export it as a grey PNG.');
    }
    pixels[index] = grey;
  }
  const first = pixels[0];
  if (pixels.every(value => value === first)) {
    throw unusable('The picture is empty: all of its pixels have the same value.');
  }
  return { pixels, rows, columns, pixelSpacingMm: null, spacingSource: null };
}
