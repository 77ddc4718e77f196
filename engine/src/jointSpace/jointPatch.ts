import { resampleRegion, type Radiograph, type Region } from '../radiograph';
import { gaussian, smoothed } from './smooth';
import type { FilmPoint } from './types';

/** Distance of the patch's samples. */
export const STEP_MM = 0.4;
/** Reach beside the joint centre, and above and below it. */
const HALF_WIDTH_MM = 48;
const HALF_HEIGHT_MM = 25;
/** Noise is smoothed along the joint line, which leaves the edges across it sharp. */
const ALONG_MM = 0.9;

export const PATCH_COLUMNS = Math.floor((2 * HALF_WIDTH_MM) / STEP_MM);
export const PATCH_ROWS = Math.floor((2 * HALF_HEIGHT_MM) / STEP_MM);

/** Height of a row below the joint centre, in mm. */
export const heightMm = (row: number) => (row + 0.5) * STEP_MM - HALF_HEIGHT_MM;
/** Row of a height below the joint centre, as a fraction. */
export const rowOf = (mm: number) => (mm + HALF_HEIGHT_MM) / STEP_MM - 0.5;

/** The film around the joint centre on a grid of 0.4 mm. */
export interface JointPatch {
  /** Grey at a place beside the centre (mm, to the right), from top to bottom. */
  column(xMm: number): Float64Array;
  /** Share of that column that is on the film. */
  coverage(xMm: number): number;
  /** The film's pixel of a place, mm to the right of and below the centre. */
  toFilm(xMm: number, yMm: number): FilmPoint;
}

/** @param pixelSpacingMm of the film */
export function jointPatch(
  radiograph: Radiograph,
  region: Region,
  pixelSpacingMm: number
): JointPatch {
  const centre = { x: region.x + region.width / 2, y: region.y + region.height / 2 };
  const toFilm = (xMm: number, yMm: number): FilmPoint => ({
    x: centre.x + xMm / pixelSpacingMm,
    y: centre.y + yMm / pixelSpacingMm,
  });
  const { grey, mask } = resampleRegion(
    radiograph,
    {
      ...toFilm(-HALF_WIDTH_MM, -HALF_HEIGHT_MM),
      width: (PATCH_COLUMNS * STEP_MM) / pixelSpacingMm,
      height: (PATCH_ROWS * STEP_MM) / pixelSpacingMm,
    },
    { rows: PATCH_ROWS, columns: PATCH_COLUMNS }
  );
  const kernel = gaussian(ALONG_MM / STEP_MM);
  const lines = Array.from({ length: PATCH_ROWS }, (_, row) =>
    smoothed(grey.subarray(row * PATCH_COLUMNS, (row + 1) * PATCH_COLUMNS), kernel)
  );
  const columnOf = (xMm: number) => (xMm + HALF_WIDTH_MM) / STEP_MM - 0.5;
  return {
    column(xMm) {
      const at = columnOf(xMm);
      const left = Math.floor(at);
      const part = at - left;
      return Float64Array.from(
        lines,
        line => (line[left] ?? 0) * (1 - part) + (line[left + 1] ?? 0) * part
      );
    },
    coverage(xMm) {
      const column = Math.round(columnOf(xMm));
      let known = 0;
      for (let row = 0; row < PATCH_ROWS; row++) known += mask[row * PATCH_COLUMNS + column] ?? 0;
      return known / PATCH_ROWS;
    },
    toFilm,
  };
}
