/**
 * A percentile (0-100) of ascending values, interpolated linearly between neighbours, as
 * `numpy.percentile` does by default.
 */
export function percentile(ascending: Float64Array, percent: number): number {
  const position = (percent / 100) * (ascending.length - 1);
  const below = Math.floor(position);
  const low = ascending[below] ?? Number.NaN;
  const high = ascending[below + 1] ?? low;
  return low + (position - below) * (high - low);
}
