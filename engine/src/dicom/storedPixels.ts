import { RadiographError } from '../radiograph';
import { say } from '../sentences';
import { number, text, type DicomAttributes } from './attributes';
import { encapsulatedFrame } from './frames';
import { decodeRle } from './rle';
import { pixelEncoding } from './transferSyntax';

/** How stored pixels are laid out (PS3.3 C.7.6.3). */
export interface PixelDescription {
  rows: number;
  columns: number;
  bitsAllocated: 8 | 16;
  bitsStored: number;
  highBit: number;
  signed: boolean;
  /** MONOCHROME1: low values are shown bright. */
  inverted: boolean;
  /** How many pictures the image holds. */
  frames: number;
}

/** Pixel Data as it lies in the file, or as a DICOMweb server sent it. */
export interface EncodedPixels {
  transferSyntaxUID: string;
  fragments: Uint8Array[];
}

const SMALLEST_SIDE = 64;
const LARGEST_SIDE = 16384;
const MOST_PIXELS = 100e6;
/** More than an hour of fluoroscopy. */
const MOST_FRAMES = 100_000;

function whole(attributes: DicomAttributes, keyword: string): number {
  const value = number(attributes, keyword);
  if (value === null || !Number.isInteger(value) || value < 0) {
    throw new RadiographError(say('unusableAttribute', { keyword }));
  }
  return value;
}

/** @throws {RadiographError} where the number of frames is none */
export function countFrames(attributes: DicomAttributes): number {
  const frames = number(attributes, 'NumberOfFrames') ?? 1;
  if (!Number.isInteger(frames) || frames < 1 || frames > MOST_FRAMES) {
    throw new RadiographError(say('unusableFrames'));
  }
  return frames;
}

/**
 * Checks that an image is one that is read here: grey, of 8 to 16 bits.
 * @throws {RadiographError} naming what it is instead
 */
export function describePixels(attributes: DicomAttributes): PixelDescription {
  const photometric = text(attributes, 'PhotometricInterpretation') ?? '';
  const samples = number(attributes, 'SamplesPerPixel') ?? 1;
  if (samples !== 1 || !/^MONOCHROME[12]$/.test(photometric)) {
    const named = photometric === '' ? say('unnamedColourModel') : photometric;
    throw new RadiographError(say('notGrey', { photometric: named, samples }));
  }
  const frames = countFrames(attributes);
  const rows = whole(attributes, 'Rows');
  const columns = whole(attributes, 'Columns');
  if (Math.min(rows, columns) < SMALLEST_SIDE) {
    throw new RadiographError(say('tooSmall', { columns, rows, least: SMALLEST_SIDE }));
  }
  if (Math.max(rows, columns) > LARGEST_SIDE || rows * columns > MOST_PIXELS) {
    throw new RadiographError(say('tooLarge', { columns, rows }));
  }
  const bitsAllocated = whole(attributes, 'BitsAllocated');
  const bitsStored = number(attributes, 'BitsStored') ?? bitsAllocated;
  const highBit = number(attributes, 'HighBit') ?? bitsStored - 1;
  if (bitsAllocated !== 8 && bitsAllocated !== 16) {
    throw new RadiographError(say('unreadBits', { bits: bitsAllocated }));
  }
  const areBitsThere = bitsStored >= 1 && highBit >= bitsStored - 1 && highBit < bitsAllocated;
  if (!areBitsThere) {
    throw new RadiographError(say('contradictoryBits'));
  }
  return {
    rows,
    columns,
    bitsAllocated,
    bitsStored,
    highBit,
    signed: number(attributes, 'PixelRepresentation') === 1,
    inverted: photometric === 'MONOCHROME1',
    frames,
  };
}

/** The bytes of one frame, native. */
function nativeBytes(
  pixels: EncodedPixels,
  { rows, columns, bitsAllocated, frames }: PixelDescription,
  frame: number
): Uint8Array {
  const count = rows * columns;
  const bytesPerPixel = bitsAllocated / 8;
  if (pixelEncoding(pixels.transferSyntaxUID) === 'rle') {
    return decodeRle(encapsulatedFrame(pixels.fragments, frames, frame), count, bytesPerPixel);
  }
  const [all = new Uint8Array(0)] = pixels.fragments;
  return frame === 1 ? all : all.subarray((frame - 1) * count * bytesPerPixel);
}

/**
 * Takes values out of the cells that they are stored in: the bits of BitsStored below HighBit, sign
 * extended. What else a cell holds, such as an overlay, is left out.
 * @param cells whole numbers, of either sign; such values as a decoder gives are taken as they are
 */
export function valuesOfCells(
  cells: ArrayLike<number>,
  { rows, columns, bitsStored, highBit, signed }: PixelDescription
): Float32Array {
  const values = new Float32Array(rows * columns);
  const shift = highBit + 1 - bitsStored;
  const mask = 2 ** bitsStored - 1;
  const signBit = 2 ** (bitsStored - 1);
  for (let index = 0; index < values.length; index++) {
    const value = ((cells[index] ?? 0) >> shift) & mask;
    values[index] = signed && value >= signBit ? value - mask - 1 : value;
  }
  return values;
}

/**
 * The stored values of one frame, rows x columns, before rescale.
 * @param frame counted from 1
 * @throws {RadiographError} for unread transfer syntaxes and pixels that end early
 */
export function storedValues(
  pixels: EncodedPixels,
  description: PixelDescription,
  frame: number
): Float32Array {
  const { rows, columns, bitsAllocated } = description;
  const littleEndian = pixelEncoding(pixels.transferSyntaxUID) !== 'big-endian';
  const bytes = nativeBytes(pixels, description, frame);
  const count = rows * columns;
  const expected = (count * bitsAllocated) / 8;
  if (bytes.byteLength < expected) {
    throw new RadiographError(
      bytes.byteLength === 0 && frame === 1
        ? say('noPixels')
        : say('pixelsEndEarly', { found: bytes.byteLength, expected })
    );
  }
  if (bitsAllocated === 8) {
    return valuesOfCells(bytes, description);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cells = Uint16Array.from({ length: count }, (_, index) =>
    view.getUint16(2 * index, littleEndian)
  );
  return valuesOfCells(cells, description);
}
