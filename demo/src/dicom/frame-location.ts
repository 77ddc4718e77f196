import type * as dicomParser from 'dicom-parser';
import { DicomFileError } from './dicom-file-error';
import { isCompressed } from './transfer-syntax';

/** Part of a file, in bytes. */
export interface ByteRange {
  offset: number;
  length: number;
}

/** Where the pixels of each frame lie; a compressed frame may be cut into several fragments. */
export type FrameLocation =
  | { kind: 'native'; offset: number; frameBytes: number; frames: number }
  | { kind: 'compressed'; frames: ByteRange[][] };

const PIXEL_DATA = 'x7fe00010';

function numberOfFrames(dataset: dicomParser.DataSet): number {
  const frames = dataset.intString('x00280008') ?? 1;
  return Number.isInteger(frames) && frames > 0 ? frames : 1;
}

function nativeFrames(
  dataset: dicomParser.DataSet,
  pixels: dicomParser.Element
): FrameLocation | null {
  const rows = dataset.uint16('x00280010') ?? 0;
  const columns = dataset.uint16('x00280011') ?? 0;
  const samples = dataset.uint16('x00280002') ?? 1;
  const bits = dataset.uint16('x00280100') ?? 0;
  const frames = numberOfFrames(dataset);
  const frameBits = rows * columns * samples * bits;
  if (frameBits === 0) {
    throw new DicomFileError(
      'missing-attribute',
      'It has pixel data without Rows, Columns or BitsAllocated.'
    );
  }
  if (Math.ceil((frameBits * frames) / 8) > pixels.length) {
    throw new DicomFileError(
      'truncated',
      `Its pixel data has ${pixels.length} bytes; its attributes ask for ${Math.ceil((frameBits * frames) / 8)}.`
    );
  }
  if (frameBits % 8 !== 0) return null;
  return { kind: 'native', offset: pixels.dataOffset, frameBytes: frameBits / 8, frames };
}

function compressedFrames(
  dataset: dicomParser.DataSet,
  pixels: dicomParser.Element
): FrameLocation | null {
  const fragments = pixels.fragments ?? [];
  const frames = numberOfFrames(dataset);
  const range = ({ position, length }: dicomParser.Fragment): ByteRange => ({
    offset: position,
    length,
  });
  if (fragments.length === 0) {
    throw new DicomFileError('truncated', 'Its compressed pixel data has no fragments.');
  }
  if (fragments.length === frames) {
    return { kind: 'compressed', frames: fragments.map(fragment => [range(fragment)]) };
  }
  if (frames === 1) return { kind: 'compressed', frames: [fragments.map(range)] };
  const starts = pixels.basicOffsetTable ?? [];
  if (starts.length !== frames) return null;
  return {
    kind: 'compressed',
    frames: starts.map((start, frame) =>
      fragments
        .filter(({ offset }) => offset >= start && offset < (starts[frame + 1] ?? Infinity))
        .map(range)
    ),
  };
}

/**
 * Where the frames of a parsed Part 10 file lie in its bytes. Null if it has no pixel data, or if its
 * frames can't be told apart (1-bit frames that share bytes; many fragments without an offset table).
 * @throws DicomFileError if the pixel data is shorter than its attributes say.
 */
export function locateFrames(
  dataset: dicomParser.DataSet,
  transferSyntax: string
): FrameLocation | null {
  const pixels = dataset.elements[PIXEL_DATA];
  if (!pixels) return null;
  return isCompressed(transferSyntax)
    ? compressedFrames(dataset, pixels)
    : nativeFrames(dataset, pixels);
}
