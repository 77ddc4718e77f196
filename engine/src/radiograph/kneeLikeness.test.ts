import { cellsAround, kneeLikeness } from './kneeLikeness';
import { CELL, CELL_COLUMNS, CELL_ROWS } from './kneeLikenessData';
import type { Grid } from './localContrast';

/** 3 for every row and 2 for every column. */
function slope(rows: number, columns: number): Grid {
  const values = Float32Array.from(
    { length: rows * columns },
    (_, index) => 3 * Math.floor(index / columns) + 2 * (index % columns)
  );
  return { rows, columns, values };
}

describe('the cells around a place', () => {
  it.each([
    [1, false],
    [0.9, false],
    [1.15, true],
  ])('are those of a knee of its size and side: %d times, mirrored %s', (scale, mirrored) => {
    const place = { row: 60.25, column: 50.5, scale, mirrored };
    const cells = cellsAround(slope(130, 110), place);
    // The mean of a linear picture over a cell is its value in the middle of the cell.
    for (let row = 0; row < CELL_ROWS; row++) {
      for (let column = 0; column < CELL_COLUMNS; column++) {
        const down = (row - (CELL_ROWS - 1) / 2) * CELL * scale;
        const across = (column - (CELL_COLUMNS - 1) / 2) * CELL * scale * (mirrored ? -1 : 1);
        const expected = 3 * (place.row + down) + 2 * (place.column + across);
        expect(cells[row * CELL_COLUMNS + column]).toBeCloseTo(expected, 2);
      }
    }
  });

  it('are empty beyond the film', () => {
    const place = { row: 0, column: 0, scale: 1, mirrored: false };
    const cells = cellsAround({ rows: 9, columns: 9, values: new Float32Array(81).fill(1) }, place);
    const filled = cells.filter(value => value > 0);
    // 9 x 9 samples from the middle of the middle cell on: the last of its row and column, and 3 more cells.
    expect(filled).toHaveLength(16);
    expect(filled.reduce((sum, value) => sum + value, 0)).toBeCloseTo(9, 5);
  });
});

it('nothing is no knee', () => {
  const empty = { rows: 100, columns: 100, values: new Float32Array(10_000) };
  const likeness = kneeLikeness(empty, { row: 50, column: 50, scale: 1, mirrored: false });
  expect(likeness).toBeLessThan(0.5);
});
