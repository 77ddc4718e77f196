import type { NetworkBundle } from '../bundle';

/**
 * Sinusoidal embedding of a timestep: [cos(t f_0) .., sin(t f_0) ..] with
 * f_i = maxPeriod^(-i / half), i < half = dim / 2 (as MONAI's `get_timestep_embedding`).
 */
export function timeEmbedding(
  timestep: number,
  { dim, max_period: maxPeriod }: NetworkBundle['time_embedding']
): Float32Array {
  const half = dim / 2;
  const embedding = new Float32Array(dim);
  for (let i = 0; i < half; i++) {
    const angle = timestep * Math.exp((-Math.log(maxPeriod) * i) / half);
    embedding[i] = Math.cos(angle);
    embedding[half + i] = Math.sin(angle);
  }
  return embedding;
}
