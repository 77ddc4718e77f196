import type { SliceBatch } from '../../host';
import type { SlicePicture } from './state';

/**
 * The pictures with a batch of slices put in.
 * @param pictures as long as the volume has slices, or empty before the first batch
 */
export function withBatch(
  pictures: readonly (SlicePicture | null)[],
  { indices, slices, rows, columns }: SliceBatch,
  count: number
): readonly (SlicePicture | null)[] {
  const next = Array.from({ length: count }, (_, index) => pictures[index] ?? null);
  const size = rows * columns;
  indices.forEach((place, index) => {
    const grey = new Uint8ClampedArray(size);
    for (let pixel = 0; pixel < size; pixel++) {
      grey[pixel] = 255 * (slices[index * size + pixel] ?? 0);
    }
    next[place] = { grey, rows, columns };
  });
  return next;
}

/** The picture nearest to the middle of the volume. */
export function mostCentral(pictures: readonly (SlicePicture | null)[]): number | null {
  const middle = (pictures.length - 1) / 2;
  let best: number | null = null;
  pictures.forEach((picture, index) => {
    if (picture && (best === null || Math.abs(index - middle) < Math.abs(best - middle))) {
      best = index;
    }
  });
  return best;
}
