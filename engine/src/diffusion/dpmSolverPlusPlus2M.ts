import { trailingTimesteps, type NoiseSchedule } from './noiseSchedule';
import type { ReverseProcess } from './reverseProcess';

/**
 * Stands for alphaCumprod = 0 at the noisiest timestep, where the logarithm of the signal-to-noise
 * ratio is not finite; the value that diffusers' DPMSolverMultistepScheduler takes.
 */
const SMALLEST_ALPHA_CUMPROD = 2 ** -24;

interface NoiseLevel {
  alpha: number;
  sigma: number;
  /** log(alpha / sigma) */
  lambda: number;
}

function noiseLevel(alphaCumprod: number): NoiseLevel {
  const alpha = Math.sqrt(alphaCumprod);
  const sigma = Math.sqrt(1 - alphaCumprod);
  return { alpha, sigma, lambda: Math.log(alpha) - Math.log(sigma) };
}

/**
 * DPM-Solver++(2M) with data prediction (Lu et al., arXiv 2211.01095, algorithm 2), midpoint form, for
 * v-prediction. The first and the last step are of first order.
 */
export function dpmSolverPlusPlus2M(
  { trainTimesteps, alphasCumprod }: NoiseSchedule,
  steps: number
) {
  const timesteps = trailingTimesteps(trainTimesteps, steps);
  const levels = timesteps.map(timestep =>
    noiseLevel(Math.max(alphasCumprod[timestep] ?? 0, SMALLEST_ALPHA_CUMPROD))
  );
  const clean = noiseLevel(1);

  const process: ReverseProcess = {
    timesteps,
    begin: () => {
      let previousData: Float32Array | null = null;
      return (index, latents, prediction) => {
        const now = levels[index] ?? clean;
        const next = levels[index + 1] ?? clean;
        const data = latents.map((z, i) => now.alpha * z - now.sigma * (prediction[i] ?? 0));
        const before = levels[index - 1];
        const step = next.lambda - now.lambda;
        const ofLatents = next.sigma / now.sigma;
        const ofData = next.alpha * (1 - Math.exp(-step));
        let slope = 0;
        if (previousData !== null && before !== undefined && index < timesteps.length - 1) {
          slope = (0.5 * step) / (now.lambda - before.lambda);
        }
        const older = previousData ?? data;
        previousData = data;
        return latents.map((z, i) => {
          const d = data[i] ?? 0;
          return ofLatents * z + ofData * (d + slope * (d - (older[i] ?? 0)));
        });
      };
    },
  };
  return process;
}
