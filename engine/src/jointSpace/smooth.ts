/** Samples of a Gaussian whose sum is 1, cut at four standard deviations. */
export function gaussian(sigma: number): Float64Array {
  const radius = Math.max(1, Math.floor(4 * sigma + 0.5));
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, index) =>
    Math.exp(-((index - radius) ** 2) / (2 * sigma ** 2))
  );
  const sum = kernel.reduce((total, value) => total + value, 0);
  return kernel.map(value => value / sum);
}

/** Weighted sums around each of some samples; beyond the ends the last one goes on. */
export function smoothed(values: Float64Array, kernel: Float64Array): Float64Array {
  const radius = (kernel.length - 1) / 2;
  const last = values.length - 1;
  return values.map((_, place) => {
    let sum = 0;
    for (let offset = -radius; offset <= radius; offset++) {
      const at = Math.min(Math.max(place + offset, 0), last);
      sum += (kernel[offset + radius] ?? 0) * (values[at] ?? 0);
    }
    return sum;
  });
}
