import type { DicomAttributes } from '../src/dicom';
import { readRadiographInstance } from '../src/dicom/readRadiograph';
import { textOf, type Sentence } from '../src/sentences';
import { RADIOGRAPH_ATTRIBUTES } from './syntheticKnee';

export const ROWS = 64;
export const COLUMNS = 80;

/** Explicit VR Little Endian. */
const LITTLE = '1.2.840.10008.1.2.1';

/** Attributes of a 13-bit DX image of a right knee with `words` as its pixels, unless told otherwise. */
export function attributes(change: DicomAttributes = {}): DicomAttributes {
  return {
    ...RADIOGRAPH_ATTRIBUTES,
    Modality: 'DX',
    Rows: ROWS,
    Columns: COLUMNS,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: 16,
    BitsStored: 13,
    HighBit: 12,
    PixelRepresentation: 0,
    PixelSpacing: [0.2, 0.2],
    ViewPosition: 'PA',
    ImageLaterality: 'R',
    PatientOrientation: ['L', 'F'],
    ...change,
  };
}

/** Stored pixels of 16 bits each. */
export function words(value: (index: number) => number, littleEndian = true): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * ROWS * COLUMNS));
  for (let index = 0; index < ROWS * COLUMNS; index++) {
    view.setUint16(2 * index, value(index) & 0xffff, littleEndian);
  }
  return new Uint8Array(view.buffer);
}

/** Reads an image whose stored value grows by one a pixel from 0, unless told otherwise. */
export function read(
  change: DicomAttributes = {},
  bytes: Uint8Array = words(index => index),
  transferSyntaxUID = LITTLE
) {
  return readRadiographInstance(attributes(change), { bytes, transferSyntaxUID });
}

/** All that is said in notes. */
export const textsOf = (notes: readonly Sentence[]) => notes.map(textOf).join();
