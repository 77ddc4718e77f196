/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { EngineError } from '../EngineError';
import { smallRequest } from '../fixtures/requests';
import { TINY_BUNDLE } from '../fixtures/tinyBundle';
import type { Progress, SliceBatch } from '../types';
import { createNodeEngine } from '.';

jest.setTimeout(60_000);

const engine = createNodeEngine({ bundleDir: TINY_BUNDLE, threads: 1 });
afterAll(() => engine.dispose());

/** Relative L2 distance. */
function distance(a: Float32Array, b: Float32Array): number {
  const square = (values: Float32Array) => values.reduce((sum, v) => sum + v * v, 0);
  return Math.sqrt(square(a.map((v, i) => v - (b[i] ?? 0))) / square(b));
}

describe('the engine in Node', () => {
  it('tells what it runs with, once the self-test has passed', async () => {
    await expect(engine.info).resolves.toMatchObject({
      ...{ runtime: 'cpu', threads: 1, batchSize: 2, notes: [] },
    });
  });

  it('makes a volume with its geometry', async () => {
    const { volume, runtime } = await engine.synthesize(smallRequest());
    expect(runtime).toBe('cpu');
    expect(volume).toMatchObject({ slices: 6, rows: 256, columns: 256, pixelMm: 0.546875 });
    // 110 mm in six slices.
    expect(volume.spacingMm).toBeCloseTo(110 / 6, 6);
    expect(volume.depthsMm[0]).toBeCloseTo(-55 + 110 / 12, 6);
    expect(volume.data).toHaveLength(6 * 256 * 256);
    expect(volume.data.every(Number.isFinite)).toBe(true);
  });

  it('gives the same bytes for the same request, and others for another seed, sample or film', async () => {
    const hash = async (changes = {}) =>
      (await engine.synthesize(smallRequest({ slices: 1, steps: 2, ...changes }))).hashes
        .volumeSha256;
    const once = await hash();
    expect(await hash()).toBe(once);
    const region = { x: 60, y: 10, width: 200, height: 200 };
    const others = [await hash({ seed: 1 }), await hash({ sample: 1 }), await hash({ region })];
    expect(new Set([once, ...others]).size).toBe(4);
  });

  it('gives a depth the same slice however many are asked for', async () => {
    const few = await engine.synthesize(smallRequest({ depthsMm: [2.2], steps: 2 }));
    const more = await engine.synthesize(smallRequest({ depthsMm: [-2.2, 0, 2.2, 4.4], steps: 2 }));
    const size = 256 * 256;
    expect(distance(more.volume.data.subarray(2 * size, 3 * size), few.volume.data)).toBeLessThan(
      1e-5
    );
  });

  it('gives the same bytes however many slices are sampled together', async () => {
    const volumes = [1, 2, 3, 5].map(batchSize =>
      engine.synthesize(smallRequest({ slices: 5, steps: 2, batchSize }))
    );
    const hashes = (await Promise.all(volumes)).map(({ hashes: found }) => found.volumeSha256);
    expect(new Set(hashes).size).toBe(1);
  });

  it.each([2, 4] as const)(
    'puts slices between every two for a depth factor of %i',
    async depthFactor => {
      const plain = smallRequest({ slices: 3, steps: 2 });
      const { volume: coarse } = await engine.synthesize(plain);
      const { volume, options } = await engine.synthesize({ ...plain, depthFactor });
      expect(volume.slices).toBe(2 * depthFactor + 1);
      expect(volume.spacingMm).toBeCloseTo(coarse.spacingMm / depthFactor, 5);
      expect(options.depthsMm).toEqual(volume.depthsMm);
      const size = 256 * 256;
      const slice = (data: Float32Array, i: number) => data.subarray(i * size, (i + 1) * size);
      for (let i = 0; i < 3; i++) {
        expect(distance(slice(volume.data, i * depthFactor), slice(coarse.data, i))).toBeLessThan(
          1e-4
        );
      }
      expect(distance(slice(volume.data, 1), slice(volume.data, 0))).toBeGreaterThan(1e-3);
    }
  );

  it('turns the slices of a left knee back', async () => {
    const symmetric = smallRequest({ slices: 1, steps: 2 });
    const { pixels, columns } = symmetric.radiograph;
    const mirrored = pixels.map(
      (_, i) => pixels[i - (i % columns) + columns - 1 - (i % columns)] ?? 0
    );
    const left = await engine.synthesize({
      ...symmetric,
      radiograph: { ...symmetric.radiograph, pixels: mirrored },
      side: 'L',
    });
    const right = await engine.synthesize(symmetric);
    const flipped = right.volume.data.map(
      (_, i, data) => data[i - (i % 256) + 255 - (i % 256)] ?? 0
    );
    expect(left.volume.side).toBe('L');
    expect(distance(left.volume.data, flipped)).toBeLessThan(1e-4);
  });

  it('heeds guidance', async () => {
    const plain = await engine.synthesize(smallRequest({ slices: 1, steps: 2 }));
    const guided = await engine.synthesize(smallRequest({ slices: 1, steps: 2, guidance: 2 }));
    expect(guided.hashes.volumeSha256).not.toBe(plain.hashes.volumeSha256);
  });

  it('reports progress that never falls, with a constant total, and ends at it', async () => {
    const reports: Progress[] = [];
    await engine.synthesize(smallRequest(), { onProgress: report => reports.push(report) });
    for (const [phase, total] of [
      ['radiograph', 1],
      // Six slices of four steps and two of the restart.
      ['sample', 36],
      ['decode', 6],
    ]) {
      const ofPhase = reports.filter(report => report.phase === phase);
      const done = ofPhase.map(report => report.done);
      expect(done).toEqual([...done].sort((a, b) => a - b));
      expect(new Set(ofPhase.map(report => report.total))).toEqual(new Set([total]));
      expect(done.at(-1)).toBe(total);
    }
  });

  it('hands out every slice once, the middle first, equal to those of the volume', async () => {
    const batches: SliceBatch[] = [];
    const { volume } = await engine.synthesize(smallRequest(), {
      onSlices: batch => batches.push({ ...batch, slices: batch.slices.slice() }),
    });
    expect(batches[0]?.indices).toEqual(expect.arrayContaining([2, 3]));
    expect(batches.flatMap(({ indices }) => indices).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    const size = 256 * 256;
    for (const { indices, slices } of batches) {
      for (const [i, index] of indices.entries()) {
        expect(slices.subarray(i * size, i * size + size)).toEqual(
          volume.data.subarray(index * size, index * size + size)
        );
      }
    }
  });

  it('takes one job at a time; another one waits and is told so; the restart counts as steps', async () => {
    const events: string[] = [];
    const small = smallRequest({ slices: 1, steps: 2 });
    const job = (name: string) =>
      engine.synthesize(small, {
        onWaiting: ahead => events.push(`${name} waits for ${ahead}`),
        onProgress: ({ phase, done }) => phase === 'sample' && events.push(`${name} step ${done}`),
      });
    await Promise.all([job('first'), job('second')]);
    expect(events).toEqual([
      'second waits for 1',
      'first step 1',
      'first step 2',
      'first step 3',
      'first step 4',
      'second waits for 0',
      'second step 1',
      'second step 2',
      'second step 3',
      'second step 4',
    ]);
  });

  it('cancels within one step, twice in a row, and starts again', async () => {
    const cancelAtTheFirstStep = async () => {
      const abort = new AbortController();
      const steps: Progress[] = [];
      const job = engine.synthesize(smallRequest({ steps: 50 }), {
        signal: abort.signal,
        onProgress: report => {
          if (report.phase !== 'sample') return;
          steps.push(report);
          abort.abort();
        },
      });
      await expect(job).rejects.toMatchObject({ code: 'cancelled' });
      expect(steps).toHaveLength(1);
    };
    await cancelAtTheFirstStep();
    await cancelAtTheFirstStep();
    await engine.synthesize(smallRequest({ slices: 1, steps: 1 }));
  });

  it.each([
    ['no slices', { slices: 0 }, /number of slices must be a whole number from 1/],
    ['a thousand and one steps', { steps: 1001 }, /steps must be a whole number from 1 to 1000/],
    ['a seed below 0', { seed: -1 }, /seed must be/],
    ['a guidance that is no number', { guidance: Number.NaN }, /guidance must be/],
    ['depths out of the range', { depthsMm: [0, 80] }, /between -55 and 55 mm/],
    ['a batch of nothing', { batchSize: 0 }, /batch must be a whole number from 1 to 500/],
    ['a depth factor of 3', { depthFactor: 3 as never }, /factor is 1, 2 or 4/],
    ['too many slices in all', { slices: 300, depthFactor: 4 as const }, /from 1 to 500, not 1197/],
    ['uneven depths', { depthsMm: [0, 1, 5] }, /even steps/],
    ['a region off the film', { region: { x: 900, y: 0, width: 9, height: 9 } }, /touch the film/],
  ])('refuses %s', async (_, changes, message) => {
    const job = engine.synthesize(smallRequest(changes));
    await expect(job).rejects.toBeInstanceOf(EngineError);
    await expect(job).rejects.toMatchObject({ code: 'input' });
    await expect(job).rejects.toThrow(message);
  });

  it('says that a bundle is not there', async () => {
    const missing = createNodeEngine({ bundleDir: '/nowhere/at/all' });
    await expect(missing.info).rejects.toMatchObject({ code: 'bundle-missing' });
  });
});
