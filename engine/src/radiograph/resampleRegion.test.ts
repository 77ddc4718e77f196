import reduction from '../../../test/fixtures/reference/reduction.json';
import { RadiographError, resampleRegion, type Radiograph } from '.';

/** The film that the reference numbers were made from. */
function film(rows: number, columns: number): Radiograph {
  const pixels = Float32Array.from({ length: rows * columns }, (_, i) => {
    const [r, c] = [Math.floor(i / columns), i % columns];
    return (37 * r + 91 * c + ((r * c) % 53)) % 251;
  });
  return { pixels, rows, columns, pixelSpacingMm: null, spacingSource: null };
}

const GRID = { rows: 224, columns: 224 };

describe('resampling a region', () => {
  const { rows, columns } = reduction.film;

  it.each(reduction.cases)('reduces $box_left_top_right_bottom as Pillow does', reference => {
    const [x = 0, y = 0, right = 0, bottom = 0] = reference.box_left_top_right_bottom;
    const region = { x, y, width: right - x, height: bottom - y };
    const { grey, mask } = resampleRegion(film(rows, columns), region, GRID);

    expect(mask.every(value => value === 1)).toBe(true);
    for (const [i, [row = 0, column = 0]] of reference.places.entries()) {
      const expected = reference.values[i] ?? Number.NaN;
      expect(Math.abs((grey[row * 224 + column] ?? 0) - expected)).toBeLessThan(1e-3);
    }
    const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
    expect(mean).toBeCloseTo(reference.mean, 3);
  });

  it('has no data where the region leaves the film', () => {
    const { mask } = resampleRegion(film(64, 64), { x: -32, y: 0, width: 64, height: 64 }, GRID);
    const row = [...mask.subarray(100 * 224, 101 * 224)];
    expect(row).toEqual([...Array(112).fill(0), ...Array(112).fill(1)]);
  });

  it.each([
    { x: 0, y: 0, width: 0, height: 10 },
    { x: 0, y: 0, width: 10, height: Number.NaN },
  ])('refuses a region of $width x $height', region => {
    expect(() => resampleRegion(film(8, 8), region, GRID)).toThrow(RadiographError);
  });
});
