import reference from '../../../test/fixtures/reference/preprocess.json';
import metadata from '../../../test/fixtures/tiny-bundle/configs/metadata.json';
import { parseBundleMetadata } from '../bundle';
import { prepareRadiograph, RadiographError, type Radiograph } from '.';

const spec = parseBundleMetadata(metadata).xray_to_mri.radiograph;
const SIZE = spec.rows * spec.columns;

function film(level?: (row: number, column: number) => number): Radiograph {
  const { rows, columns } = reference.film;
  const pattern = level ?? ((r, c) => (37 * r + 91 * c + ((r * c) % 53)) % 251);
  const pixels = Float32Array.from({ length: rows * columns }, (_, i) =>
    pattern(Math.floor(i / columns), i % columns)
  );
  return { pixels, rows, columns, pixelSpacingMm: 1, spacingSource: 'PixelSpacing' };
}

describe("the X-ray encoder's input", () => {
  it.each(reference.cases)(
    'of $box_left_top_right_bottom is that of Pillow and numpy',
    expected => {
      const [x = 0, y = 0, right = 0, bottom = 0] = expected.box_left_top_right_bottom;
      const region = { x, y, width: right - x, height: bottom - y };
      const input = prepareRadiograph(film(), region, 'R', spec);

      expect(input).toHaveLength(2 * SIZE);
      const mask = input.subarray(SIZE);
      expect(mask.reduce((sum, value) => sum + value, 0)).toBe(expected.pixels_with_data);
      for (const [i, [row = 0, column = 0]] of expected.places.entries()) {
        const at = row * spec.columns + column;
        expect(mask[at]).toBe(expected.mask[i]);
        expect(Math.abs((input[at] ?? 0) - (expected.values[i] ?? Number.NaN))).toBeLessThan(
          reference.tolerance
        );
      }
    }
  );

  it('shows a left knee mirrored', () => {
    const region = { x: -5, y: 3, width: 50, height: 50 };
    const right = prepareRadiograph(film(), region, 'R', spec);
    const left = prepareRadiograph(film(), region, 'L', spec);
    for (let start = 0; start < 2 * SIZE; start += spec.columns) {
      const row = left.slice(start, start + spec.columns).reverse();
      expect(row).toEqual(right.slice(start, start + spec.columns));
    }
  });

  it('does not depend on scale and offset of the grey levels', () => {
    const region = { x: 10, y: 5, width: 50, height: 50 };
    const plain = prepareRadiograph(film(), region, 'R', spec);
    const { pixels, ...rest } = film();
    const scaled = { ...rest, pixels: pixels.map(p => 16 * p - 1024) };
    const other = prepareRadiograph(scaled, region, 'R', spec);
    expect(Math.max(...other.map((v, i) => Math.abs(v - (plain[i] ?? 0))))).toBeLessThan(1e-5);
  });

  it('refuses a region beside the film', () => {
    const region = { x: 500, y: 500, width: 50, height: 50 };
    expect(() => prepareRadiograph(film(), region, 'R', spec)).toThrow(RadiographError);
  });

  it('refuses a region of one grey level', () => {
    const region = { x: 10, y: 5, width: 40, height: 40 };
    const blank = film(() => 7);
    expect(() => prepareRadiograph(blank, region, 'R', spec)).toThrow(/single grey level/);
  });
});
