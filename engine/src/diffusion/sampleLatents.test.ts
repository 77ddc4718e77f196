import {
  batchesFromTheMiddle,
  noiseSchedule,
  reverseProcess,
  sampleLatents,
  type Denoiser,
  type DenoiserInput,
  type LatentBatch,
  type SampleLatentsOptions,
} from '.';

const schedule = noiseSchedule({
  type: 'cosine',
  train_timesteps: 1000,
  zero_terminal_snr: true,
  prediction: 'v',
  spacing: 'trailing',
});

/** Predicts -z_0 sqrt(1 - alphaCumprod) + noise sqrt(alphaCumprod) of a clean latent that is known. */
function oracle(clean: (input: DenoiserInput, slice: number) => number) {
  const seen: DenoiserInput[] = [];
  const denoiser: Denoiser = {
    predict: async input => {
      seen.push(input);
      const a = Math.sqrt(schedule.alphasCumprod[input.timestep] ?? 0);
      const s = Math.sqrt(1 - a * a);
      const length = input.latents.length / input.depthsMm.length;
      return input.latents.map((z, i) => {
        const z0 = clean(input, Math.floor(i / length));
        return (a * (z - a * z0)) / s - s * z0;
      });
    },
  };
  return { denoiser, seen };
}

function options(denoiser: Denoiser, changes: Partial<SampleLatentsOptions> = {}) {
  return {
    denoiser,
    process: reverseProcess('dpmsolver++2m', schedule, 5),
    noise: () => Float32Array.from([0.3, -1.2, 0.8]),
    depthsMm: [-20, -10, 0, 10, 20],
    batchSize: 2,
    guidance: 1,
    ...changes,
  };
}

async function all(batches: AsyncIterable<LatentBatch>): Promise<LatentBatch[]> {
  const found: LatentBatch[] = [];
  for await (const batch of batches) found.push(batch);
  return found;
}

describe('the order of the slices', () => {
  it('begins in the middle of the joint', () => {
    expect(batchesFromTheMiddle([-20, -10, 0, 10, 20], 2)).toEqual([[1, 2], [0, 3], [4]]);
  });
});

describe('sampling', () => {
  it('finds the latents that a perfect denoiser knows, each at its place', async () => {
    const { denoiser } = oracle(({ depthsMm }, slice) => (depthsMm[slice] ?? 0) / 20);
    const batches = await all(sampleLatents(options(denoiser)));
    expect(batches.flatMap(({ indices }) => indices).sort()).toEqual([0, 1, 2, 3, 4]);
    for (const { indices, latents } of batches) {
      for (const [i, index] of indices.entries()) {
        for (const value of latents.subarray(3 * i, 3 * i + 3)) {
          expect(value).toBeCloseTo((index - 2) / 2, 4);
        }
      }
    }
  });

  it('asks once a step without guidance, with the condition', async () => {
    const { denoiser, seen } = oracle(() => 0);
    await all(sampleLatents(options(denoiser, { depthsMm: [0] })));
    expect(seen.map(({ timestep }) => timestep)).toEqual([999, 799, 599, 399, 199]);
    expect(seen.every(({ conditional }) => conditional)).toBe(true);
  });

  it('goes past the conditional answer with guidance', async () => {
    const { denoiser, seen } = oracle(({ conditional }) => (conditional ? 1 : 0.5));
    const [batch] = await all(sampleLatents(options(denoiser, { depthsMm: [0], guidance: 3 })));
    // 0.5 + 3 (1 - 0.5)
    for (const value of batch?.latents ?? []) expect(value).toBeCloseTo(2, 4);
    expect(seen).toHaveLength(10);
  });

  it('counts the slices of every step', async () => {
    const { denoiser } = oracle(() => 0);
    const steps: number[] = [];
    await all(sampleLatents(options(denoiser, { onStep: slices => steps.push(slices) })));
    expect(steps.reduce((sum, slices) => sum + slices)).toBe(25);
  });

  it('stops before the next step when it is aborted', async () => {
    const abort = new AbortController();
    const { denoiser, seen } = oracle(() => 0);
    const run = all(
      sampleLatents(
        options(denoiser, {
          signal: abort.signal,
          onStep: () => abort.abort(new Error('enough')),
        })
      )
    );
    await expect(run).rejects.toThrow('enough');
    expect(seen).toHaveLength(1);
  });
});
