import { RadiographError } from '../radiograph';
import { number, text, type DicomAttributes } from './attributes';
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
}

/** Pixel Data as it lies in the file, or as a DICOMweb server sent it. */
export interface EncodedPixels {
  transferSyntaxUID: string;
  fragments: Uint8Array[];
}

const SMALLEST_SIDE = 64;
const LARGEST_SIDE = 16384;
const MOST_PIXELS = 100e6;

function whole(attributes: DicomAttributes, keyword: string): number {
  const value = number(attributes, keyword);
  if (value === null || !Number.isInteger(value) || value < 0) {
    throw new RadiographError(
      `The image has no usable ${keyword}, so its pixels cannot be read. Export it again.`
    );
  }
  return value;
}

/**
 * Checks that an image is one that is read here: a single grey frame of 8 to 16 bits.
 * @throws {RadiographError} naming what it is instead
 */
export function describePixels(attributes: DicomAttributes): PixelDescription {
  const photometric = text(attributes, 'PhotometricInterpretation') ?? '';
  const samples = number(attributes, 'SamplesPerPixel') ?? 1;
  if (samples !== 1 || !/^MONOCHROME[12]$/.test(photometric)) {
    throw new RadiographError(
      `The image is stored as ${photometric || 'an unnamed colour model'} with ${samples} sample(s) a pixel; a radiograph is MONOCHROME1 or MONOCHROME2 with one.`
    );
  }
  const frames = number(attributes, 'NumberOfFrames') ?? 1;
  if (frames > 1) {
    throw new RadiographError(
      `The image has ${frames} frames; choose a radiograph that is a single picture.`
    );
  }
  const rows = whole(attributes, 'Rows');
  const columns = whole(attributes, 'Columns');
  if (Math.min(rows, columns) < SMALLEST_SIDE) {
    throw new RadiographError(
      `The image is ${columns} x ${rows} pixels, too small for a knee radiograph (at least ${SMALLEST_SIDE} x ${SMALLEST_SIDE}).`
    );
  }
  if (Math.max(rows, columns) > LARGEST_SIDE || rows * columns > MOST_PIXELS) {
    throw new RadiographError(
      `The image claims ${columns} x ${rows} pixels, more than any radiograph has; the file is damaged.`
    );
  }
  const bitsAllocated = whole(attributes, 'BitsAllocated');
  const bitsStored = number(attributes, 'BitsStored') ?? bitsAllocated;
  const highBit = number(attributes, 'HighBit') ?? bitsStored - 1;
  if (bitsAllocated !== 8 && bitsAllocated !== 16) {
    throw new RadiographError(
      `The image has ${bitsAllocated} bits a pixel; 8 and 16 are read. Export it with 16.`
    );
  }
  if (bitsStored < 1 || bitsStored > bitsAllocated || highBit < bitsStored - 1) {
    throw new RadiographError('BitsStored and HighBit of the image contradict BitsAllocated.');
  }
  if (highBit >= bitsAllocated) {
    throw new RadiographError('HighBit of the image contradicts BitsAllocated.');
  }
  return {
    rows,
    columns,
    bitsAllocated,
    bitsStored,
    highBit,
    signed: number(attributes, 'PixelRepresentation') === 1,
    inverted: photometric === 'MONOCHROME1',
  };
}

function nativeBytes(pixels: EncodedPixels, description: PixelDescription): Uint8Array {
  const count = description.rows * description.columns;
  const bytesPerPixel = description.bitsAllocated / 8;
  if (pixelEncoding(pixels.transferSyntaxUID) !== 'rle') {
    return pixels.fragments[0] ?? new Uint8Array(0);
  }
  // The first item of encapsulated pixels may be an (often empty) offset table.
  const frame = pixels.fragments.findLast(fragment => fragment.byteLength > 0);
  return decodeRle(frame ?? new Uint8Array(0), count, bytesPerPixel);
}

/**
 * The stored values, rows x columns, before rescale: masked to BitsStored, sign extended.
 * @throws {RadiographError} for unread transfer syntaxes and pixels that end early
 */
export function storedValues(pixels: EncodedPixels, description: PixelDescription): Float32Array {
  const { rows, columns, bitsAllocated, bitsStored, highBit, signed } = description;
  const littleEndian = pixelEncoding(pixels.transferSyntaxUID) !== 'big-endian';
  const bytes = nativeBytes(pixels, description);
  const count = rows * columns;
  const expected = (count * bitsAllocated) / 8;
  if (bytes.byteLength < expected) {
    throw new RadiographError(
      bytes.byteLength === 0
        ? 'The DICOM file has no pixels. Choose an image, or export it again with its pixels.'
        : `The pixels end after ${bytes.byteLength} of ${expected} bytes: the file is incomplete. Copy or export it again.`
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(count);
  const shift = highBit + 1 - bitsStored;
  const mask = 2 ** bitsStored - 1;
  const signBit = 2 ** (bitsStored - 1);
  for (let index = 0; index < count; index++) {
    const raw =
      bitsAllocated === 8 ? view.getUint8(index) : view.getUint16(2 * index, littleEndian);
    const value = (raw >> shift) & mask;
    values[index] = signed && value >= signBit ? value - mask - 1 : value;
  }
  return values;
}
