import { say } from '../sentences';
import { RadiographError } from './RadiographError';
import { triangleFilter, type FilterTap } from './triangleFilter';
import type { Radiograph, Region } from './types';

/** A pixel has data where at least this part of its footprint's weight fell on the film. */
const LEAST_COVERAGE = 0.5;

/** A region of a radiograph on another grid. */
export interface ResampledRegion {
  rows: number;
  columns: number;
  /** rows x columns; 0 where there is no data. */
  grey: Float64Array;
  /** 1 where there is data, otherwise 0. */
  mask: Uint8Array;
}

function total(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}

/** Gathers columns: rows x taps.length out of the rows of the film that the region touches. */
function filterRows({ pixels, columns }: Radiograph, row: number, taps: FilterTap[]): Float64Array {
  const offset = row * columns;
  const line = new Float64Array(taps.length);
  for (const [column, { first, weights }] of taps.entries()) {
    let sum = 0;
    for (let i = 0; i < weights.length; i++) {
      sum += (weights[i] ?? 0) * (pixels[offset + first + i] ?? 0);
    }
    line[column] = sum;
  }
  return line;
}

/**
 * Resamples a region to a grid of rows x columns; see `triangleFilter`. Beyond the film there is no
 * data, and what lies across its edge is the mean of what is on it.
 * @throws {RadiographError} a region without a size or with one that is not finite
 */
export function resampleRegion(
  radiograph: Radiograph,
  region: Region,
  { rows, columns }: { rows: number; columns: number }
): ResampledRegion {
  const { x, y, width, height } = region;
  if (![x, y, width, height].every(Number.isFinite) || width <= 0 || height <= 0) {
    throw new RadiographError(say('regionNoSize', { width, height }));
  }
  const acrossTaps = triangleFilter(radiograph.columns, x, width, columns);
  const downTaps = triangleFilter(radiograph.rows, y, height, rows);
  const acrossCoverage = acrossTaps.map(tap => total(tap.weights));

  const lines = new Map<number, Float64Array>();
  const lineAt = (row: number) => {
    const line = lines.get(row) ?? filterRows(radiograph, row, acrossTaps);
    lines.set(row, line);
    return line;
  };

  const grey = new Float64Array(rows * columns);
  const mask = new Uint8Array(rows * columns);
  for (const [row, { first, weights }] of downTaps.entries()) {
    const downCoverage = total(weights);
    const sums = new Float64Array(columns);
    for (const [i, weight] of weights.entries()) {
      if (weight === 0) continue;
      const line = lineAt(first + i);
      for (let column = 0; column < columns; column++) {
        sums[column] = (sums[column] ?? 0) + weight * (line[column] ?? 0);
      }
    }
    for (let column = 0; column < columns; column++) {
      const coverage = downCoverage * (acrossCoverage[column] ?? 0);
      if (coverage < LEAST_COVERAGE) continue;
      mask[row * columns + column] = 1;
      grey[row * columns + column] = (sums[column] ?? 0) / coverage;
    }
    for (const done of lines.keys()) if (done < first) lines.delete(done);
  }
  return { rows, columns, grey, mask };
}
