import type { Radiograph } from './types';

/** In pixels of the film, from its upper left corner. */
interface Place {
  x: number;
  y: number;
}

const BONE_MM = 25;

/** Mean grey within 25 mm of a place, above that of the darkest part of the film. */
export function boneGrey(
  { pixels, rows, columns }: Radiograph,
  at: Place,
  spacing: number
): number {
  const step = BONE_MM / 4 / spacing;
  let sum = 0;
  let count = 0;
  for (let dy = -4; dy <= 4; dy++) {
    for (let dx = -4; dx <= 4; dx++) {
      const x = Math.round(at.x + dx * step);
      const y = Math.round(at.y + dy * step);
      if (x >= 0 && x < columns && y >= 0 && y < rows) {
        sum += pixels[y * columns + x] ?? 0;
        count++;
      }
    }
  }
  const darkest = pixels.reduce((least, value) => Math.min(least, value), Infinity);
  return count === 0 ? 0 : sum / count - darkest;
}
