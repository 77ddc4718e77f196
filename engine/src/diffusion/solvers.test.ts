import reference from '../../../test/fixtures/reference/solvers.json';
import type { Solver } from '../bundle';
import { noiseSchedule, reverseProcess, timeEmbedding, trailingTimesteps } from '.';

const schedule = noiseSchedule({
  type: 'cosine',
  train_timesteps: 1000,
  zero_terminal_snr: true,
  prediction: 'v',
  spacing: 'trailing',
});

function largestDifference(a: ArrayLike<number>, b: readonly number[]): number {
  return Math.max(...b.map((value, i) => Math.abs(value - (a[i] ?? Number.NaN))));
}

describe('the noise schedule', () => {
  it("has diffusers' cumulative alphas", () => {
    for (const [timestep, expected] of Object.entries(reference.alphas_cumprod)) {
      const actual = schedule.alphasCumprod[Number(timestep)] ?? Number.NaN;
      expect(Math.abs(actual - expected)).toBeLessThan(2e-6);
    }
  });

  it('ends without any signal', () => {
    expect(schedule.alphasCumprod[999]).toBe(0);
  });

  it('rounds timesteps half to even, as numpy does', () => {
    // 1000 - 62.5 i for i = 0 .. 3: 1000, 937.5, 875, 812.5
    expect(trailingTimesteps(1000, 16).slice(0, 4)).toEqual([999, 937, 874, 811]);
    expect(trailingTimesteps(1000, 3)).toEqual([999, 666, 332]);
  });
});

describe('the time embedding', () => {
  it("is MONAI's: cosines, then sines", () => {
    const embedding = timeEmbedding(250, { dim: 128, max_period: 10000, order: 'cos-sin' });
    expect(embedding).toHaveLength(128);
    expect(embedding[0]).toBeCloseTo(Math.cos(250), 6);
    expect(embedding[64]).toBeCloseTo(Math.sin(250), 6);
    // f_32 = 10000^(-1/2) = 0.01
    expect(embedding[32]).toBeCloseTo(Math.cos(2.5), 6);
    expect(embedding[96]).toBeCloseTo(Math.sin(2.5), 6);
  });
});

describe.each(reference.runs)('$solver with $steps steps', run => {
  const process = reverseProcess(run.solver as Solver, schedule, run.steps);

  it("evaluates the network at diffusers' timesteps", () => {
    expect(process.timesteps).toEqual(run.timesteps);
  });

  it("takes diffusers' steps", () => {
    const step = process.begin();
    let latents = Float32Array.from(reference.start);
    for (const [index, timestep] of process.timesteps.entries()) {
      const prediction = latents.map(x => 0.3 * x + (0.5 * timestep) / 1000);
      latents = Float32Array.from(step(index, latents, prediction));
      expect(largestDifference(latents, run.latents[index] ?? [])).toBeLessThan(
        reference.tolerance
      );
    }
  });
});
