import type { ImageGrid, WorldPoint } from './cornerstone';
import type { Region } from './panelHost';

/** From the corner of the picture to the centre of its first pixel. */
const HALF_PIXEL = 0.5;

function worldOf(grid: ImageGrid, x: number, y: number): WorldPoint {
  const [wx = 0, wy = 0, wz = 0] = Array.from(
    grid.indexToWorld([x - HALF_PIXEL, y - HALF_PIXEL, 0])
  );
  return [wx, wy, wz];
}

/** The corners of a region in the order of the host's rectangle tool: the first is opposite the last. */
export function cornersOf({ x, y, width, height }: Region, grid: ImageGrid): WorldPoint[] {
  return [
    worldOf(grid, x, y),
    worldOf(grid, x + width, y),
    worldOf(grid, x, y + height),
    worldOf(grid, x + width, y + height),
  ];
}

/** The region, in pixels from the picture's corner, that corners enclose. */
export function regionOf(corners: readonly WorldPoint[], grid: ImageGrid): Region {
  const indices = corners.map(corner => Array.from(grid.worldToIndex(corner)));
  const xs = indices.map(([x = 0]) => x + HALF_PIXEL);
  const ys = indices.map(([, y = 0]) => y + HALF_PIXEL);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The square of the same area and centre: the model takes a square. */
export function squared({ x, y, width, height }: Region): Region {
  const size = Math.sqrt(width * height);
  return {
    x: x + (width - size) / 2,
    y: y + (height - size) / 2,
    width: size,
    height: size,
  };
}

/** Whether two regions are the same to a twentieth of a pixel, which nobody draws. */
export function isSameRegion(a: Region, b: Region): boolean {
  const keys = ['x', 'y', 'width', 'height'] as const;
  return keys.every(key => Math.abs(a[key] - b[key]) < 0.05);
}
