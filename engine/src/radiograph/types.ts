/** Right or left knee. */
export type Side = 'R' | 'L';

/** Which attribute of the image the pixel spacing came from. */
export type SpacingSource = 'PixelSpacing' | 'ImagerPixelSpacing' | 'estimated';

/** A radiograph as the engine wants it: oriented, and dense bone bright. */
export interface Radiograph {
  /** rows x columns, row by row; any scale and offset, dense bone bright. */
  pixels: Float32Array;
  rows: number;
  columns: number;
  /** Side of a (square) pixel on the detector or in the patient, or null where it is unknown. */
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
