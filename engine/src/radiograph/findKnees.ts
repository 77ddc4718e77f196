import { kneeTemplate } from './kneeTemplate';
import { TEMPLATE_GRID_MM } from './kneeTemplateData';
import { kneeLikeness, type KneePlace } from './kneeLikeness';
import { localContrast, type Grid } from './localContrast';
import { matchScore } from './matchTemplate';
import { resampleRegion } from './resampleRegion';
import type { Radiograph } from './types';

/** A place on a radiograph that looks like a knee. */
export interface KneeMatch {
  /** Joint centre in pixels of the film, from its upper left corner. */
  x: number;
  y: number;
  /** Width of the condyles over that of the average knee, at the pixel spacing that was tried. */
  scale: number;
  /** True where it looks like a left knee. */
  mirrored: boolean;
  /** Correlation with the template, at most 1. */
  score: number;
  /** How likely it is a knee, 0 to 1; 0 for coarse places. */
  likeness: number;
}

/** From this likeness on, a place is taken for a knee. */
export const LIKELY = 0.5;

export interface SearchOptions {
  /** Sizes to try, over that of the average knee. */
  scales: readonly number[];
  mirrored: readonly boolean[];
  /** How many of the best places to look at closely; with 0, the coarse places are the answer. */
  candidates: number;
}

interface Place extends KneePlace {
  score: number;
}

const CONTRAST_SIGMA_MM = 8;
/** The coarse search works on 3 x 3 samples taken together. */
const POOLING = 3;
/** Reach of the close look, in samples. */
const REACH = 5;
const CLOSE_SCALES = [0.93, 1, 1.07];
const NEIGHBOURHOOD = 2;
/** Coarse places closer than this, in samples, are of the same knee. */
const SAME_PLACE = 8;

/** The film's local contrast on the template's grid. */
function contrastOf(radiograph: Radiograph, pixelSpacingMm: number): Grid {
  const step = TEMPLATE_GRID_MM / pixelSpacingMm;
  const rows = Math.max(1, Math.floor(radiograph.rows / step));
  const columns = Math.max(1, Math.floor(radiograph.columns / step));
  const region = { x: 0, y: 0, width: columns * step, height: rows * step };
  const { grey } = resampleRegion(radiograph, region, { rows, columns });
  const grid = { rows, columns, values: Float32Array.from(grey) };
  return localContrast(grid, CONTRAST_SIGMA_MM / TEMPLATE_GRID_MM);
}

function pooled({ values, rows, columns }: Grid): Grid {
  const small = { rows: Math.floor(rows / POOLING), columns: Math.floor(columns / POOLING) };
  const sums = new Float32Array(small.rows * small.columns);
  for (let row = 0; row < small.rows * POOLING; row++) {
    for (let column = 0; column < small.columns * POOLING; column++) {
      const at = Math.floor(row / POOLING) * small.columns + Math.floor(column / POOLING);
      sums[at] = (sums[at] ?? 0) + (values[row * columns + column] ?? 0) / POOLING ** 2;
    }
  }
  return { ...small, values: sums };
}

function isPeak({ values, rows, columns }: Grid, row: number, column: number): boolean {
  const score = values[row * columns + column] ?? -1;
  for (let dy = -NEIGHBOURHOOD; dy <= NEIGHBOURHOOD; dy++) {
    for (let dx = -NEIGHBOURHOOD; dx <= NEIGHBOURHOOD; dx++) {
      const [y, x] = [row + dy, column + dx];
      const isThere = y >= 0 && y < rows && x >= 0 && x < columns;
      if (isThere && (values[y * columns + x] ?? -1) > score) {
        return false;
      }
    }
  }
  return true;
}

/** Peaks of the score over the coarse picture, in samples of the fine one. */
function coarsePlaces(coarse: Grid, scale: number, mirrored: boolean): Place[] {
  const template = kneeTemplate(scale, mirrored, POOLING);
  const { rows, columns } = coarse;
  const scores = { rows, columns, values: new Float32Array(rows * columns) };
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      scores.values[row * columns + column] = matchScore(coarse, template, row, column);
    }
  }
  const places: Place[] = [];
  const middle = (POOLING - 1) / 2;
  scores.values.forEach((score, index) => {
    const row = Math.floor(index / columns);
    const column = index % columns;
    if (score > 0 && isPeak(scores, row, column)) {
      const fine = { row: row * POOLING + middle, column: column * POOLING + middle };
      places.push({ ...fine, scale, mirrored, score });
    }
  });
  return places;
}

function closeLook(fine: Grid, place: Place): Place {
  let best: Place = { ...place, score: -1 };
  for (const factor of CLOSE_SCALES) {
    const scale = place.scale * factor;
    const template = kneeTemplate(scale, place.mirrored, 1);
    for (let row = place.row - REACH; row <= place.row + REACH; row++) {
      for (let column = place.column - REACH; column <= place.column + REACH; column++) {
        const score = matchScore(fine, template, row, column);
        if (score > best.score) {
          best = { row, column, scale, mirrored: place.mirrored, score };
        }
      }
    }
  }
  return best;
}

/** Of several places at one knee the best; those of other sides or other knees are kept. */
function withoutRepetitions(places: Place[]): Place[] {
  const kept: Place[] = [];
  for (const place of places.sort((a, b) => b.score - a.score)) {
    const isRepetition = kept.some(
      other =>
        other.mirrored === place.mirrored &&
        Math.hypot(other.row - place.row, other.column - place.column) < SAME_PLACE
    );
    if (!isRepetition) {
      kept.push(place);
    }
  }
  return kept;
}

/** Knees before what only resembles one; the more like the template the better. */
export function byLikeness(a: KneeMatch, b: KneeMatch): number {
  return Number(b.likeness >= LIKELY) - Number(a.likeness >= LIKELY) || b.score - a.score;
}

/** Places that look like a knee, the best first; a knee may be there once for each side. */
export function findKnees(
  radiograph: Radiograph,
  pixelSpacingMm: number,
  { scales, mirrored, candidates }: SearchOptions
): KneeMatch[] {
  const fine = contrastOf(radiograph, pixelSpacingMm);
  const coarse = pooled(fine);
  const places = withoutRepetitions(
    scales.flatMap(scale => mirrored.flatMap(way => coarsePlaces(coarse, scale, way)))
  );
  const step = TEMPLATE_GRID_MM / pixelSpacingMm;
  const matchAt = ({ row, column, ...place }: Place, likeness: number): KneeMatch => ({
    ...place,
    likeness,
    x: (column + 0.5) * step,
    y: (row + 0.5) * step,
  });
  const matches =
    candidates === 0
      ? places.map(place => matchAt(place, 0))
      : places.slice(0, candidates).map(coarsePlace => {
          const place = closeLook(fine, coarsePlace);
          return matchAt(place, kneeLikeness(fine, place));
        });
  return matches.sort(byLikeness);
}
