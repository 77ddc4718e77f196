import { percentile } from './percentile';

/** A grid of numbers, row by row. */
export interface Grid {
  values: Float32Array;
  rows: number;
  columns: number;
}

const NOISE_FLOOR = 0.04;

function gaussianKernel(sigma: number): Float32Array {
  const radius = Math.ceil(4 * sigma);
  return Float32Array.from({ length: 2 * radius + 1 }, (_, index) =>
    Math.exp(-((index - radius) ** 2) / (2 * sigma ** 2))
  );
}

/** Smooths along one axis; beyond the edge nothing counts. */
function smoothAlong(grid: Grid, kernel: Float32Array, along: 'rows' | 'columns'): Grid {
  const { rows, columns, values } = grid;
  const [count, step] = along === 'rows' ? [columns, 1] : [rows, columns];
  const radius = (kernel.length - 1) / 2;
  const smoothed = new Float32Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const place = along === 'rows' ? index % columns : Math.floor(index / columns);
    let sum = 0;
    let weight = 0;
    const first = place < radius ? -place : -radius;
    const last = count - 1 - place < radius ? count - 1 - place : radius;
    for (let offset = first; offset <= last; offset++) {
      const k = kernel[offset + radius] ?? 0;
      sum += k * (values[index + offset * step] ?? 0);
      weight += k;
    }
    smoothed[index] = sum / weight;
  }
  return { rows, columns, values: smoothed };
}

function smooth(grid: Grid, sigma: number): Grid {
  const kernel = gaussianKernel(sigma);
  return smoothAlong(smoothAlong(grid, kernel, 'rows'), kernel, 'columns');
}

/**
 * Grey less its local mean, over its local spread: bone edges and joint spaces look alike at any exposure
 * and on any display curve.
 * @param sigma of the local mean, in grid steps; the spread is taken over 1.5 times that
 */
export function localContrast(grid: Grid, sigma: number): Grid {
  const mean = smooth(grid, sigma).values;
  const difference = grid.values.map((value, index) => value - (mean[index] ?? 0));
  const variance = smooth({ ...grid, values: difference.map(value => value ** 2) }, 1.5 * sigma);
  const sorted = Float64Array.from(grid.values).sort();
  const range = percentile(sorted, 98) - percentile(sorted, 2);
  const floor = (NOISE_FLOOR * range) ** 2 + Number.MIN_VALUE;
  const values = difference.map(
    (value, index) => value / Math.sqrt((variance.values[index] ?? 0) + floor)
  );
  return { ...grid, values };
}
