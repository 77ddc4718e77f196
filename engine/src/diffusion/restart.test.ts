import {
  noiseSchedule,
  RESTART_DRAW,
  restartOf,
  sampleLatents,
  sliceNoise,
  type Denoiser,
} from '.';
import { reverseProcess } from './reverseProcess';

const schedule = noiseSchedule({
  type: 'cosine',
  train_timesteps: 1000,
  zero_terminal_snr: true,
  prediction: 'v',
  spacing: 'trailing',
});
const alphaCumprod = (timestep: number) => schedule.alphasCumprod[timestep] ?? Number.NaN;

describe('a restart', () => {
  it('goes down from its timestep in even steps, halves rounded up', () => {
    const timesteps = (timestep: number, steps: number) =>
      restartOf({ timestep, steps, correlation_mm: 6 }, schedule, () => new Float32Array(1)).process
        .timesteps;
    expect(timesteps(300, 4)).toEqual([300, 225, 150, 75]);
    expect(timesteps(300, 8)).toEqual([300, 263, 225, 188, 150, 113, 75, 38]);
    expect(timesteps(1, 1)).toEqual([1]);
  });

  it('adds as much noise as the schedule has there, at each depth its own', () => {
    const noise = (depthMm: number) => Float32Array.from([depthMm, 1]);
    const restart = restartOf({ timestep: 300, steps: 2, correlation_mm: 6 }, schedule, noise);
    const renoised = restart.renoise(Float32Array.from([1, 2, 3, 4]), [-10, 10]);
    const [a, s] = [Math.sqrt(alphaCumprod(300)), Math.sqrt(1 - alphaCumprod(300))];
    const expected = [a - 10 * s, 2 * a + s, 3 * a + 10 * s, 4 * a + s];
    for (const [i, value] of expected.entries()) expect(renoised[i]).toBeCloseTo(value, 5);
  });

  it('follows the solver, and leaves what the network is sure of as it was', async () => {
    const asked: number[] = [];
    const denoiser: Denoiser = {
      // v of a clean latent of 0.7.
      predict: async ({ latents, timestep }) => {
        asked.push(timestep);
        const a = Math.sqrt(alphaCumprod(timestep));
        const s = Math.sqrt(1 - a * a);
        return latents.map(z => (a * (z - a * 0.7)) / s - s * 0.7);
      },
    };
    const noise = () => Float32Array.from([0.3, -1.2]);
    const steps: number[] = [];
    const batches = sampleLatents({
      denoiser,
      process: reverseProcess('dpmsolver++2m', schedule, 2),
      noise,
      restart: restartOf({ timestep: 200, steps: 2, correlation_mm: 6 }, schedule, noise),
      depthsMm: [0, 5],
      batchSize: 2,
      guidance: 1,
      onStep: slices => steps.push(slices),
    });
    for await (const { latents } of batches) {
      for (const value of latents) expect(value).toBeCloseTo(0.7, 4);
    }
    expect(asked).toEqual([999, 499, 200, 100]);
    expect(steps).toEqual([2, 2, 2, 2]);
  });
});

describe('the noise of a restart', () => {
  it('is independent of the initial noise of the same seed', () => {
    const options = { seed: 11, sample: 0, correlationMm: 40, scale: 1, length: 4096 };
    const first = sliceNoise(options)(0);
    const again = sliceNoise({ ...options, draw: RESTART_DRAW })(0);
    const product =
      first.reduce((sum, value, i) => sum + value * (again[i] ?? 0), 0) / first.length;
    // The mean of 4096 products of independent normals has a deviation of 1/64.
    expect(Math.abs(product)).toBeLessThan(4 / 64);
    expect(sliceNoise({ ...options, draw: 0 })(0)).toEqual(first);
  });
});
