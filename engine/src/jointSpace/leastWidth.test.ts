import { leastWidth } from './leastWidth';
import type { FilmPoint } from './types';

const line = (height: (x: number) => number, from = -40, to = 40): FilmPoint[] =>
  Array.from({ length: 161 }, (_, i) => from + ((to - from) * i) / 160).map(x => ({
    x,
    y: height(x),
  }));

describe('the least width of two edges', () => {
  it.each([-12, 0, 5, 20])(
    'is the distance of parallel lines that are tilted by %d degrees',
    degrees => {
      const tilt = (degrees * Math.PI) / 180;
      const slope = Math.tan(tilt);
      // Lines 4.2 mm apart, measured perpendicular to them, lie 4.2 / cos(tilt) apart vertically.
      const upper = line(x => slope * x - 1);
      const lower = line(x => slope * x - 1 + 4.2 / Math.cos(tilt));
      const found = leastWidth({ upper, lower }, tilt, [10, 25]);
      expect(found?.widthMm).toBeCloseTo(4.2, 6);
      const { upper: a, lower: b } = found as NonNullable<typeof found>;
      expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeCloseTo(4.2, 6);
    }
  );

  it('lies under the lowest point of a round condyle', () => {
    // A circle of 20 mm around (22, -20) over a plateau at 5: 5 mm at x = 22.
    const upper = line(x => -20 + Math.sqrt(400 - (x - 22) ** 2), 4, 40);
    const lower = line(() => 5, 4, 40);
    const found = leastWidth({ upper, lower }, 0, [12, 30]);
    expect(found?.widthMm).toBeCloseTo(5, 2);
    expect(found?.upper.x).toBeCloseTo(22, 0);
    expect(found?.lower.y).toBeCloseTo(5, 6);
  });

  it('is looked for within the window only', () => {
    const lower = line(x => (x < 10 ? 1 : 5 + 0.1 * (x - 20)));
    const found = leastWidth({ upper: line(() => 0), lower }, 0, [20, 33]);
    expect(found?.widthMm).toBeCloseTo(5, 6);
  });

  it('is nothing where the edges touch or cross, and unknown where there are none', () => {
    const upper = line(() => 1);
    expect(leastWidth({ upper, lower: line(() => 0) }, 0, [20, 33])?.widthMm).toBe(0);
    expect(leastWidth({ upper, lower: [] }, 0, [20, 33])).toBeNull();
    expect(leastWidth({ upper, lower: line(() => 5, -40, 10) }, 0, [20, 33])).toBeNull();
  });
});
