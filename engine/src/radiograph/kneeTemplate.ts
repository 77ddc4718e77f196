import type { Grid } from './localContrast';
import {
  MEAN_TIMES_40,
  SPREAD_TIMES_80,
  TEMPLATE_COLUMNS,
  TEMPLATE_ROWS,
} from './kneeTemplateData';

/** What a right knee looks like around its joint centre, and how much each place counts. */
export interface KneeTemplate {
  mean: Grid;
  weights: Grid;
  /** Sum of the weights. */
  weight: number;
}

/** Added to the spread, so that no place counts without bound. */
const LEAST_SPREAD = 0.25;

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), char => char.charCodeAt(0));

function load(): { mean: Grid; weights: Grid } {
  const size = { rows: TEMPLATE_ROWS, columns: TEMPLATE_COLUMNS };
  const mean = Float32Array.from(new Int8Array(bytesOf(MEAN_TIMES_40).buffer), v => v / 40);
  const weights = Float32Array.from(bytesOf(SPREAD_TIMES_80), v => (v / 80 + LEAST_SPREAD) ** -2);
  return { mean: { ...size, values: mean }, weights: { ...size, values: weights } };
}

/** Mean of the (2 reach + 1) squared samples around a place between samples; edges repeat. */
function around(grid: Grid, row: number, column: number, reach: number): number {
  let sum = 0;
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      sum += sample(grid, row + dy, column + dx);
    }
  }
  return sum / (2 * reach + 1) ** 2;
}

function sample({ values, rows, columns }: Grid, row: number, column: number): number {
  const y = Math.min(Math.max(row, 0), rows - 1);
  const x = Math.min(Math.max(column, 0), columns - 1);
  const top = Math.min(Math.floor(y), rows - 2);
  const left = Math.min(Math.floor(x), columns - 2);
  const at = top * columns + left;
  const [fy, fx] = [y - top, x - left];
  const upper = (values[at] ?? 0) * (1 - fx) + (values[at + 1] ?? 0) * fx;
  const lower = (values[at + columns] ?? 0) * (1 - fx) + (values[at + columns + 1] ?? 0) * fx;
  return upper * (1 - fy) + lower * fy;
}

function resized(grid: Grid, step: number, reach: number, mirrored: boolean): Grid {
  const halfRows = Math.floor((grid.rows - 1) / 2 / step);
  const halfColumns = Math.floor((grid.columns - 1) / 2 / step);
  const rows = 2 * halfRows + 1;
  const columns = 2 * halfColumns + 1;
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = mirrored ? columns - 1 - column : column;
      values[row * columns + x] = around(
        grid,
        (row - halfRows) * step + (grid.rows - 1) / 2,
        (column - halfColumns) * step + (grid.columns - 1) / 2,
        reach
      );
    }
  }
  return { rows, columns, values };
}

let loaded: { mean: Grid; weights: Grid } | null = null;
const made = new Map<string, KneeTemplate>();

/**
 * The template for a knee `scale` times as large as the average, on a grid `pooling` times as coarse.
 * @param mirrored for a left knee
 */
export function kneeTemplate(scale: number, mirrored: boolean, pooling: number): KneeTemplate {
  const key = `${scale.toFixed(4)} ${mirrored} ${pooling}`;
  const known = made.get(key);
  if (known !== undefined) {
    return known;
  }
  loaded ??= load();
  const reach = (pooling - 1) / 2;
  const mean = resized(loaded.mean, pooling / scale, reach, mirrored);
  const weights = resized(loaded.weights, pooling / scale, reach, mirrored);
  const template = { mean, weights, weight: weights.values.reduce((sum, w) => sum + w, 0) };
  made.set(key, template);
  return template;
}
