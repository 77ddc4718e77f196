import { RadiographError } from '../radiograph';
import { say } from '../sentences';

const HEADER_BYTES = 64;
const MAX_SEGMENTS = 15;

function truncated(): RadiographError {
  return new RadiographError(say('damagedRle'));
}

/** PackBits of one byte plane; `length` bytes come out (PS3.5 annex G.3.2). */
function unpackSegment(segment: Uint8Array, length: number): Uint8Array {
  const plane = new Uint8Array(length);
  let read = 0;
  let written = 0;
  while (written < length) {
    const control = segment[read++];
    if (control === undefined) {
      throw truncated();
    }
    if (control < 128) {
      const literal = segment.subarray(read, read + control + 1);
      if (literal.length < control + 1) {
        throw truncated();
      }
      plane.set(literal.subarray(0, length - written), written);
      written += literal.length;
      read += literal.length;
    } else if (control > 128) {
      const value = segment[read++];
      if (value === undefined) {
        throw truncated();
      }
      plane.fill(value, written, Math.min(length, written + 257 - control));
      written += 257 - control;
    }
  }
  return plane;
}

/**
 * Decodes one frame of RLE Lossless (PS3.5 annex G) with one sample a pixel.
 * @returns rows x columns x bytesPerPixel bytes, little endian
 * @throws {RadiographError} when the frame ends early or its header is not that of such an image
 */
export function decodeRle(frame: Uint8Array, pixels: number, bytesPerPixel: number): Uint8Array {
  if (frame.byteLength < HEADER_BYTES) {
    throw truncated();
  }
  const header = new DataView(frame.buffer, frame.byteOffset, HEADER_BYTES);
  const segments = header.getUint32(0, true);
  if (segments !== bytesPerPixel || segments > MAX_SEGMENTS) {
    throw truncated();
  }
  const output = new Uint8Array(pixels * bytesPerPixel);
  for (let segment = 0; segment < segments; segment++) {
    const start = header.getUint32(4 + 4 * segment, true);
    const end = segment + 1 < segments ? header.getUint32(8 + 4 * segment, true) : frame.byteLength;
    const plane = unpackSegment(frame.subarray(start, end), pixels);
    // The first segment holds the most significant bytes.
    for (let pixel = 0, at = bytesPerPixel - 1 - segment; pixel < pixels; pixel++) {
      output[at] = plane[pixel] ?? 0;
      at += bytesPerPixel;
    }
  }
  return output;
}
