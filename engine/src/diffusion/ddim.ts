import type { NoiseSchedule } from './noiseSchedule';
import type { ReverseProcess } from './reverseProcess';

/**
 * DDIM with eta 0 (Song et al., arXiv 2010.02502, eq. 12) for v-prediction (Salimans & Ho, arXiv
 * 2202.00512): z_0 = a z - s v and noise = s z + a v, with a = sqrt(alphaCumprod), s = sqrt(1 - a^2).
 * @param timesteps descending; the last step leads to the clean latent
 */
export function ddim({ alphasCumprod }: NoiseSchedule, timesteps: readonly number[]) {
  const alphaCumprodAt = (index: number) => {
    const timestep = timesteps[index];
    return timestep === undefined ? 1 : (alphasCumprod[timestep] ?? 0);
  };
  const process: ReverseProcess = {
    timesteps,
    begin: () => (index, latents, prediction) => {
      const now = alphaCumprodAt(index);
      const next = alphaCumprodAt(index + 1);
      const [a, s] = [Math.sqrt(now), Math.sqrt(1 - now)];
      const [aNext, sNext] = [Math.sqrt(next), Math.sqrt(1 - next)];
      const ofLatents = aNext * a + sNext * s;
      const ofPrediction = sNext * a - aNext * s;
      return latents.map((z, i) => ofLatents * z + ofPrediction * (prediction[i] ?? 0));
    },
  };
  return process;
}
