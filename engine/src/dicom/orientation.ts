import type { Region } from '../radiograph';
import { texts, type DicomAttributes } from './attributes';

/**
 * What turns the stored picture into the one that the engine works on (rows from superior to inferior,
 * columns from the patient's right to left): first transpose, then flip.
 */
export interface Reorientation {
  transposed: boolean;
  flippedHorizontally: boolean;
  flippedVertically: boolean;
  /** False where PatientOrientation is missing and the usual way of showing a film is assumed. */
  known: boolean;
}

const USUAL: Reorientation = {
  transposed: false,
  flippedHorizontally: false,
  flippedVertically: false,
  known: false,
};

/** Reads PatientOrientation (0020,0020); "L\F" is the usual way to show a frontal film. */
export function findReorientation(attributes: DicomAttributes): Reorientation {
  const [row = '', column = ''] = texts(attributes, 'PatientOrientation').map(direction =>
    direction.charAt(0).toUpperCase()
  );
  const pair = row + column;
  if (/^[LR][FH]$/.test(pair)) {
    return {
      transposed: false,
      flippedHorizontally: row === 'R',
      flippedVertically: column === 'H',
      known: true,
    };
  }
  if (/^[FH][LR]$/.test(pair)) {
    return {
      transposed: true,
      flippedHorizontally: column === 'R',
      flippedVertically: row === 'H',
      known: true,
    };
  }
  return USUAL;
}

/** A picture, row by row. */
export interface Raster {
  pixels: Float32Array;
  rows: number;
  columns: number;
}

/** Turns a stored picture the way the engine wants it; the same arrays where nothing is to be done. */
export function reorient(stored: Raster, how: Reorientation): Raster {
  const { transposed, flippedHorizontally, flippedVertically } = how;
  if (!transposed && !flippedHorizontally && !flippedVertically) {
    return stored;
  }
  const rows = transposed ? stored.columns : stored.rows;
  const columns = transposed ? stored.rows : stored.columns;
  const pixels = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const y = flippedVertically ? rows - 1 - row : row;
    for (let column = 0; column < columns; column++) {
      const x = flippedHorizontally ? columns - 1 - column : column;
      const from = transposed ? x * stored.columns + y : y * stored.columns + x;
      pixels[row * columns + column] = stored.pixels[from] ?? 0;
    }
  }
  return { pixels, rows, columns };
}

/**
 * Where a region of the turned picture lies on the stored one, for drawing it on the stored picture.
 * @param size rows and columns of the turned picture
 */
export function regionOnStoredPicture(
  region: Region,
  how: Reorientation,
  size: { rows: number; columns: number }
): Region {
  const x = how.flippedHorizontally ? size.columns - region.x - region.width : region.x;
  const y = how.flippedVertically ? size.rows - region.y - region.height : region.y;
  return how.transposed
    ? { x: y, y: x, width: region.height, height: region.width }
    : { x, y, width: region.width, height: region.height };
}

/** The inverse of {@link regionOnStoredPicture}: a region drawn on the stored picture, on the turned one. */
export function regionOnTurnedPicture(
  region: Region,
  how: Reorientation,
  size: { rows: number; columns: number }
): Region {
  const upright = how.transposed
    ? { x: region.y, y: region.x, width: region.height, height: region.width }
    : region;
  return {
    x: how.flippedHorizontally ? size.columns - upright.x - upright.width : upright.x,
    y: how.flippedVertically ? size.rows - upright.y - upright.height : upright.y,
    width: upright.width,
    height: upright.height,
  };
}
