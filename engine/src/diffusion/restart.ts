import type { NetworkBundle } from '../bundle';
import { ddim } from './ddim';
import type { NoiseSchedule } from './noiseSchedule';
import type { ReverseProcess } from './reverseProcess';

/** Which draw of the noise a restart's is. */
export const RESTART_DRAW = 1;

/**
 * After the solver's last step, noise is added to the clean latent once more and taken away again, so
 * that what is small is decided anew and what is large stays (Restart sampling, Xu et al., arXiv
 * 2306.14878; here once, at one level).
 */
export interface Restart {
  /** DDIM from the restart's timestep down. */
  process: ReverseProcess;
  /** a z_0 + s noise at the restart's timestep, of one latent for every depth. */
  renoise(clean: Float32Array, depthsMm: readonly number[]): Float32Array;
}

/** Evenly spaced from `timestep` down, halves rounded up. */
function restartTimesteps({ timestep, steps }: { timestep: number; steps: number }): number[] {
  return Array.from({ length: steps }, (_, i) => Math.floor(timestep * (1 - i / steps) + 0.5));
}

/**
 * The restart that a bundle asks for.
 * @param noise of unit variance as a function of depth (mm), one latent
 */
export function restartOf(
  spec: NonNullable<NetworkBundle['restart']>,
  schedule: NoiseSchedule,
  noise: (depthMm: number) => Float32Array
): Restart {
  const alphaCumprod = schedule.alphasCumprod[spec.timestep] ?? 0;
  const [a, s] = [Math.sqrt(alphaCumprod), Math.sqrt(1 - alphaCumprod)];
  return {
    process: ddim(schedule, restartTimesteps(spec)),
    renoise(clean, depthsMm) {
      const fresh = depthsMm.map(noise);
      const length = clean.length / depthsMm.length;
      return clean.map((z, i) => a * z + s * (fresh[Math.floor(i / length)]?.[i % length] ?? 0));
    },
  };
}
