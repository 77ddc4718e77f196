import { say, type Sentence } from '../sentences';
import { RadiographError } from './RadiographError';
import type { Radiograph, Region } from './types';

/** Sides that differ more than this distort the knee visibly; more than the second, beyond use. */
const ODD_SIDES = 1.03;
const OBLONG = 1.25;
/** Size over that the model was trained on: beyond the first it is explained, beyond the second refused. */
const ODD_SIZE = 1.12;
const WRONG_SIZE = 2;
/** Of a region's area, what must lie on the film. */
const LEAST_ON_FILM = 0.3;
const SMALLEST_PIXELS = 32;

const ratio = (a: number, b: number) => Math.max(a / b, b / a);

function partOnFilm({ rows, columns }: Radiograph, { x, y, width, height }: Region): number {
  const across = Math.min(x + width, columns) - Math.max(x, 0);
  const down = Math.min(y + height, rows) - Math.max(y, 0);
  return (Math.max(across, 0) * Math.max(down, 0)) / (width * height);
}

function sizeNote(sizeMm: number, regionMm: number): Sentence | null {
  const times = ratio(sizeMm, regionMm);
  const sizes = { size: Math.round(sizeMm), trained: regionMm };
  if (times > WRONG_SIZE) {
    throw new RadiographError(say('regionWrongSize', sizes));
  }
  const code = sizeMm < regionMm ? 'regionSmaller' : 'regionLarger';
  return times > ODD_SIZE ? say(code, { ...sizes, times: Math.round(10 * times) / 10 }) : null;
}

/**
 * Checks a region that a person drew or gave.
 * @param pixelSpacingMm null where the size of the pixels is not known; then the size is not judged
 * @param regionMm side of the square that the model was trained on
 * @returns for the user, what is odd but possible
 * @throws {RadiographError} for one beside the film, without a size, far from square or of a wrong size
 */
export function checkRegion(
  radiograph: Radiograph,
  region: Region,
  pixelSpacingMm: number | null,
  regionMm: number
): Sentence[] {
  const { x, y, width, height } = region;
  if (![x, y, width, height].every(Number.isFinite) || Math.min(width, height) < SMALLEST_PIXELS) {
    throw new RadiographError(say('regionTooSmall', { least: SMALLEST_PIXELS }));
  }
  if (partOnFilm(radiograph, region) < LEAST_ON_FILM) {
    const { columns, rows } = radiograph;
    throw new RadiographError(say('regionBesideFilm', { columns, rows }));
  }
  const sides = ratio(width, height);
  if (sides > OBLONG) {
    throw new RadiographError(say('regionOblong'));
  }
  const notes = [
    sides > ODD_SIDES ? say('regionNotSquare') : null,
    pixelSpacingMm === null ? null : sizeNote(width * pixelSpacingMm, regionMm),
  ];
  return notes.filter(note => note !== null);
}
