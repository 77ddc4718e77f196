/** The mean of some numbers. */
export function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

/** The standard deviation of some numbers. */
export function deviation(values: ArrayLike<number>): number {
  const middle = mean(values);
  return Math.sqrt(mean(Array.from(values, value => (value - middle) ** 2)));
}

/** Pearson's correlation of as many numbers. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [i, value] of Array.from(a).entries()) {
    const [x, y] = [value - meanA, (b[i] ?? Number.NaN) - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

/** The distance of `a` from `b`, relative to the length of `b` (Euclidean). */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, norm] = [0, 0];
  for (const [i, value] of Array.from(b).entries()) {
    difference += ((a[i] ?? Number.NaN) - value) ** 2;
    norm += value ** 2;
  }
  return Math.sqrt(difference / norm);
}
