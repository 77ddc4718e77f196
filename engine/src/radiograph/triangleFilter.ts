/** What one output pixel gathers along one axis: weights of the input pixels from `first` on. */
export interface FilterTap {
  first: number;
  /** Of the pixels that exist; the weights over an endless axis sum to 1. */
  weights: Float64Array;
}

/**
 * The triangle filter with antialiasing along one axis: its support grows with the reduction. The same
 * filter as Pillow's `Image.resize(..., resample=BILINEAR, box=...)`.
 * @param length number of input pixels
 * @param start where the region begins, in pixels from the outer edge of the first one
 * @param extent the region's length in pixels
 */
export function triangleFilter(
  length: number,
  start: number,
  extent: number,
  outputs: number
): FilterTap[] {
  const scale = extent / outputs;
  const support = Math.max(scale, 1);
  return Array.from({ length: outputs }, (_, output) => {
    const centre = start + (output + 0.5) * scale;
    const from = Math.floor(centre - support);
    const to = Math.ceil(centre + support);
    const first = Math.max(from, 0);
    const weights = new Float64Array(Math.max(Math.min(to, length) - first, 0));
    let sum = 0;
    for (let pixel = from; pixel < to; pixel++) {
      const weight = Math.max(0, 1 - Math.abs((pixel + 0.5 - centre) / support));
      sum += weight;
      if (pixel >= first && pixel < length) weights[pixel - first] = weight;
    }
    return { first, weights: weights.map(weight => weight / sum) };
  });
}
