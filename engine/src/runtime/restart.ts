import type { NetworkBundle } from '../bundle';
import { RESTART_DRAW, restartOf, type NoiseSchedule, type Restart } from '../diffusion';
import type { JobMemory } from './jobMemory';
import type { ResolvedOptions } from './types';

/** How often the denoiser is asked for a slice without guidance: the solver's steps and the restart's. */
export function stepsOf({ restart }: NetworkBundle, { steps }: Pick<ResolvedOptions, 'steps'>) {
  return steps + (restart?.steps ?? 0);
}

/** The restart that a bundle asks for, or null. */
export async function restartFor(
  { restart, latent }: NetworkBundle,
  schedule: NoiseSchedule,
  { seed, sample }: ResolvedOptions,
  memory: JobMemory
): Promise<Restart | null> {
  if (!restart) return null;
  const noise = await memory.restartNoise({
    seed,
    sample,
    correlationMm: restart.correlation_mm,
    scale: 1,
    length: latent.channels * latent.height * latent.width,
    draw: RESTART_DRAW,
  });
  return restartOf(restart, schedule, noise);
}
