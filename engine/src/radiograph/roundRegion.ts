import type { Region } from './types';

const PARTS_OF_A_PIXEL = 1000;

const round = (value: number) => Math.round(value * PARTS_OF_A_PIXEL) / PARTS_OF_A_PIXEL + 0;

/**
 * The region in whole thousandths of a pixel, as records of a run write it: what is sampled is exactly what
 * is written down.
 */
export function roundRegion({ x, y, width, height }: Region): Region {
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}
