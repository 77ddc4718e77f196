import type { ImageGrid } from './cornerstone';
import { cornersOf, isSameRegion, regionOf, squared } from './regionGeometry';

/** A picture in world space: 0.2 mm pixels, its first pixel's centre at (10, 20). */
const GRID: ImageGrid = {
  indexToWorld: ([x, y]) => [10 + 0.2 * x, 20 + 0.2 * y, 0],
  worldToIndex: ([x, y]) => [(x - 10) / 0.2, (y - 20) / 0.2, 0],
};

describe('the rectangle on the film', () => {
  it('has its corners at the edges of pixels, opposite ones first and last', () => {
    const [first, second, third, last] = cornersOf({ x: 0, y: 0, width: 100, height: 50 }, GRID);
    // Half a pixel before the centre of the first one is 10 - 0.1; 100 pixels on it is 20 mm further.
    expect(first?.map(value => Number(value.toFixed(6)))).toEqual([9.9, 19.9, 0]);
    expect(second?.map(value => Number(value.toFixed(6)))).toEqual([29.9, 19.9, 0]);
    expect(third?.map(value => Number(value.toFixed(6)))).toEqual([9.9, 29.9, 0]);
    expect(last?.map(value => Number(value.toFixed(6)))).toEqual([29.9, 29.9, 0]);
  });

  it('gives the region back, whichever corner was dragged past which', () => {
    const region = { x: 12.5, y: -3, width: 80, height: 80 };
    const corners = cornersOf(region, GRID);
    expect(isSameRegion(regionOf(corners, GRID), region)).toBe(true);
    expect(isSameRegion(regionOf([...corners].reverse(), GRID), region)).toBe(true);
    expect(isSameRegion(region, { ...region, x: 12.6 })).toBe(false);
  });

  it('becomes a square of the same centre and area', () => {
    expect(squared({ x: 0, y: 0, width: 40, height: 10 })).toEqual({
      x: 10,
      y: -5,
      width: 20,
      height: 20,
    });
  });
});
