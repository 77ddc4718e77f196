import { BIAS, CELL, CELL_COLUMNS, CELL_ROWS, WEIGHT_STEP, WEIGHTS } from './kneeLikenessData';
import type { Grid } from './localContrast';

/** A place that may be a knee, in samples of a film's local contrast. */
export interface KneePlace {
  row: number;
  column: number;
  /** Width of the condyles over that of the average knee. */
  scale: number;
  /** True where it looks like a left knee. */
  mirrored: boolean;
}

let loaded: Float32Array | null = null;

function weights(): Float32Array {
  loaded ??= Float32Array.from(
    Int8Array.from(atob(WEIGHTS), char => char.charCodeAt(0)),
    steps => steps * WEIGHT_STEP
  );
  return loaded;
}

/** Between samples, linearly; 0 beyond the film. */
function sample({ values, rows, columns }: Grid, row: number, column: number): number {
  if (row < 0 || column < 0 || row > rows - 1 || column > columns - 1) {
    return 0;
  }
  const top = Math.floor(row);
  const left = Math.floor(column);
  const [fy, fx] = [row - top, column - left];
  const at = top * columns + left;
  const across = fx > 0 ? 1 : 0;
  const down = fy > 0 ? columns : 0;
  const upper = (values[at] ?? 0) * (1 - fx) + (values[at + across] ?? 0) * fx;
  const lower = (values[at + down] ?? 0) * (1 - fx) + (values[at + down + across] ?? 0) * fx;
  return upper * (1 - fy) + lower * fy;
}

/** Mean local contrast of each cell around a place, row by row. */
export function cellsAround(contrast: Grid, place: KneePlace): Float32Array {
  const { row, column, scale, mirrored } = place;
  const cells = new Float32Array(CELL_ROWS * CELL_COLUMNS);
  const middleRow = (CELL_ROWS * CELL - 1) / 2;
  const middleColumn = (CELL_COLUMNS * CELL - 1) / 2;
  const across = mirrored ? -scale : scale;
  for (let r = 0; r < CELL_ROWS * CELL; r++) {
    const y = row + (r - middleRow) * scale;
    for (let c = 0; c < CELL_COLUMNS * CELL; c++) {
      const x = column + (c - middleColumn) * across;
      const at = Math.floor(r / CELL) * CELL_COLUMNS + Math.floor(c / CELL);
      cells[at] = (cells[at] ?? 0) + sample(contrast, y, x) / CELL ** 2;
    }
  }
  return cells;
}

/**
 * How likely a place is a knee's joint centre, 0 to 1: a logistic model of the local contrast around it. It
 * learned from simulated films what places that look much like the average knee, but are none, have in common
 * (shafts, lateral films, films upside down), so that it is nearer to the truth than the correlation is.
 */
export function kneeLikeness(contrast: Grid, place: KneePlace): number {
  const cells = cellsAround(contrast, place);
  const logit = weights().reduce((sum, weight, index) => sum + weight * (cells[index] ?? 0), BIAS);
  return 1 / (1 + Math.exp(-logit));
}
