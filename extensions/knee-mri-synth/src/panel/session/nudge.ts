import type { Region } from '../../host';

/** Where a region goes with one press of a key: parts of its own width. */
export interface Nudge {
  right?: number;
  down?: number;
  grow?: number;
}

/** The region, moved or grown about its centre. */
export function nudged(
  { x, y, width, height }: Region,
  { right = 0, down = 0, grow = 0 }: Nudge
): Region {
  const [w, h] = [width * (1 + grow), height * (1 + grow)];
  return {
    x: x + right * width - (w - width) / 2,
    y: y + down * height - (h - height) / 2,
    width: w,
    height: h,
  };
}
