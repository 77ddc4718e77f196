import type { NetworkBundle } from '../bundle';

/** Nichol & Dhariwal 2021, "Improved Denoising Diffusion Probabilistic Models", eq. 17. */
const COSINE_OFFSET = 0.008;
const MAX_BETA = 0.999;

/**
 * The variance-preserving process z_t = sqrt(alphaCumprod_t) z_0 + sqrt(1 - alphaCumprod_t) noise.
 * alphaCumprod falls with t and is 0 at the last timestep.
 */
export interface NoiseSchedule {
  trainTimesteps: number;
  alphasCumprod: Float64Array;
}

function cosineAlphasCumprod(timesteps: number): Float64Array {
  const alphaBar = (t: number) =>
    Math.cos((((t + COSINE_OFFSET) / (1 + COSINE_OFFSET)) * Math.PI) / 2) ** 2;
  const alphasCumprod = new Float64Array(timesteps);
  let product = 1;
  for (let i = 0; i < timesteps; i++) {
    const beta = 1 - alphaBar((i + 1) / timesteps) / alphaBar(i / timesteps);
    product *= 1 - Math.min(beta, MAX_BETA);
    alphasCumprod[i] = product;
  }
  return alphasCumprod;
}

/** Lin et al. 2023 (arXiv 2305.08891), algorithm 1: shift and scale sqrt(alphaCumprod) to end at 0. */
function rescaleToZeroTerminalSnr(alphasCumprod: Float64Array): Float64Array {
  const roots = alphasCumprod.map(Math.sqrt);
  const first = roots[0] ?? 1;
  const last = roots[roots.length - 1] ?? 0;
  return roots.map(root => (((root - last) * first) / (first - last)) ** 2);
}

/** The noise schedule that a bundle names. */
export function noiseSchedule(schedule: NetworkBundle['schedule']): NoiseSchedule {
  const alphasCumprod = rescaleToZeroTerminalSnr(cosineAlphasCumprod(schedule.train_timesteps));
  return { trainTimesteps: schedule.train_timesteps, alphasCumprod };
}

function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest === 0.5) return below % 2 === 0 ? below : below + 1;
  return Math.round(value);
}

/**
 * Descending integer timesteps, from the noisiest of all on: round(arange(T, 0, -T / steps)) - 1
 * ("trailing" in table 2 of arXiv 2305.08891).
 */
export function trailingTimesteps(trainTimesteps: number, steps: number): number[] {
  return Array.from(
    { length: steps },
    (_, i) => roundHalfToEven(trainTimesteps - (i * trainTimesteps) / steps) - 1
  );
}
