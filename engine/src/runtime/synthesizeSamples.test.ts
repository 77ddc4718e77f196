import { fakeBundle, fakeSession } from './fixtures/fakeBundle';
import { smallRequest } from './fixtures/requests';
import { LocalEngine } from './localEngine';
import { synthesizeSamples } from './synthesizeSamples';
import type { Progress, SynthesisResult } from './types';

const small = smallRequest({ slices: 2, steps: 2 });

function openEngine() {
  return new LocalEngine(fakeBundle().read, [
    {
      runtime: 'cpu',
      threads: 1,
      batchSize: 2,
      prepare: async () => async weights => fakeSession(weights),
    },
  ]);
}

describe('several samples', () => {
  it('are those of the numbers from the asked one on, with their mean and deviation', async () => {
    const engine = openEngine();
    const results: SynthesisResult[] = [];
    const { mean, standardDeviation } = await synthesizeSamples(
      engine,
      { ...small, sample: 4 },
      3,
      { onSample: result => void results.push(result) }
    );
    expect(results.map(({ options }) => options.sample)).toEqual([4, 5, 6]);
    expect(results.map(({ reused }) => reused)).toEqual([[], ['radiograph'], ['radiograph']]);
    const alone = await engine.synthesize({ ...small, sample: 5 });
    expect(results[1]?.hashes.volumeSha256).toBe(alone.hashes.volumeSha256);
    for (const voxel of [0, 7, 31]) {
      const values = results.map(({ volume }) => volume.data[voxel] ?? Number.NaN);
      const middle = values.reduce((sum, value) => sum + value) / 3;
      const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
      expect(mean.data[voxel]).toBeCloseTo(middle, 6);
      expect(standardDeviation.data[voxel]).toBeCloseTo(Math.sqrt(squares / 2), 6);
    }
    await engine.dispose();
  });

  it('report one progress over all of them', async () => {
    const engine = openEngine();
    const reports: Progress[] = [];
    await synthesizeSamples(engine, small, 3, { onProgress: report => reports.push(report) });
    for (const [phase, total] of [
      ['radiograph', 1],
      // Two steps, and two of the restart.
      ['sample', 3 * 2 * (2 + 2)],
      ['decode', 3 * 2],
    ]) {
      const done = reports.filter(report => report.phase === phase).map(report => report.done);
      expect(done).toEqual([...done].sort((a, b) => a - b));
      expect(done.at(-1)).toBe(total);
    }
    await engine.dispose();
  });

  it('are at least two', async () => {
    const engine = openEngine();
    await expect(synthesizeSamples(engine, small, 1)).rejects.toMatchObject({ code: 'input' });
    await engine.dispose();
  });

  it('end where one of them is cancelled', async () => {
    const engine = openEngine();
    const abort = new AbortController();
    const job = synthesizeSamples(engine, small, 3, {
      signal: abort.signal,
      onSample: () => abort.abort(),
    });
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    await engine.dispose();
  });
});
