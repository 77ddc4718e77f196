import { readPart10, type DicomAttributes } from '../src/dicom';
import { writePart10 } from '../src/dicom/writePart10';
import type { Film } from './films';
import { RADIOGRAPH_ATTRIBUTES } from './syntheticKnee';

/** A film as a DICOM file: DX, 12 bits, MONOCHROME1, of the right knee unless told otherwise. */
export function radiographFile(film: Film | undefined, change: DicomAttributes = {}): Uint8Array {
  if (film === undefined) {
    throw new Error('There is no such film.');
  }
  const { pixels, rows, columns, pixelSpacingMm } = film.radiograph;
  const stored = Uint16Array.from(pixels, value => 4095 - 16 * value);
  return writePart10({
    ...RADIOGRAPH_ATTRIBUTES,
    SpecificCharacterSet: 'ISO_IR 192',
    Modality: 'DX',
    ViewPosition: 'PA',
    ImageLaterality: 'R',
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME1',
    Rows: rows,
    Columns: columns,
    PixelSpacing: [String(pixelSpacingMm), String(pixelSpacingMm)],
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    ...change,
    PixelData: stored.buffer,
    _vrMap: { PixelData: 'OW' },
  });
}

/** A film as a DICOM file with cells of its own; the other attributes are those of `radiographFile`. */
export function filmOfCells(
  film: Film | undefined,
  cells: Uint8Array | Uint16Array | Int16Array,
  change: DicomAttributes = {}
): Uint8Array {
  return writePart10({
    ...readPart10(radiographFile(film)).attributes,
    SeriesNumber: 1,
    InstanceNumber: 1,
    ...change,
    PixelData: cells.buffer,
    _vrMap: { PixelData: cells instanceof Uint8Array ? 'OB' : 'OW' },
  });
}
