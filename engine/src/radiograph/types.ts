/** Right or left knee. */
export type Side = 'R' | 'L';

/**
 * Where the pixel spacing came from: an attribute for the plane of the knee (`ImagerPixelSpacing` divided by the
 * magnification), the detector alone without the magnification (`detector`), or the picture (`estimated`).
 */
export type SpacingSource = 'PixelSpacing' | 'ImagerPixelSpacing' | 'detector' | 'estimated';

/** A radiograph as the engine wants it: oriented, and dense bone bright. */
export interface Radiograph {
  /** rows x columns, row by row; any scale and offset, dense bone bright. */
  pixels: Float32Array;
  rows: number;
  columns: number;
  /** Side of a (square) pixel in the patient, or on the detector where the source says so; null where unknown. */
  pixelSpacingMm: number | null;
  spacingSource: SpacingSource | null;
}

/**
 * A rectangle on a radiograph, in pixels from its upper left corner. It may leave the film and need
 * not begin at a whole pixel.
 */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}
