import { localContrast } from './localContrast';

const rows = 40;
const columns = 50;
const grid = (value: (x: number, y: number) => number) => ({
  rows,
  columns,
  values: Float32Array.from({ length: rows * columns }, (_, i) =>
    value(i % columns, Math.floor(i / columns))
  ),
});
const edge = grid(x => Number(x >= 25));

it('does not change with brightness and contrast of the film', () => {
  const plain = localContrast(edge, 4).values;
  const other = localContrast(
    grid(x => 700 + 300 * Number(x >= 25)),
    4
  ).values;
  plain.forEach((value, index) => expect(other[index]).toBeCloseTo(value, 3));
});

it('is positive on the bright side of an edge, negative on the dark one, equal far from it', () => {
  const { values } = localContrast(edge, 4);
  const at = (x: number) => values[20 * columns + x] ?? Number.NaN;
  expect(at(26)).toBeGreaterThan(0.5);
  expect(at(23)).toBeLessThan(-0.5);
  expect(Math.abs(at(2))).toBeLessThan(0.05);
});

it('does not see the border of the film as an edge', () => {
  const { values } = localContrast(
    grid((x, y) => 5 + 0 * x * y),
    4
  );
  expect(values.every(value => value === 0)).toBe(true);
});
