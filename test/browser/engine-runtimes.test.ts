import { textOf } from '@xray-to-mri/engine';
import type { Page } from 'playwright-core';
import type * as EnginePage from './support/enginePage';
import { openEngineBrowser, type EngineBrowser } from './support/engineBrowser';

/** Loads the page's module in the page; Playwright sends functions as text. */
declare const loadEngine: () => Promise<typeof EnginePage>;

// A software adapter on a busy machine has taken over three minutes for one test.
jest.setTimeout(900_000);

/** Most that a whole run may end from PyTorch's, relative L2. */
const TOLERANCE = { wasm: 1e-5, webgpu: 1e-4 };

let engineBrowser: EngineBrowser;
let page: Page;

beforeAll(async () => {
  engineBrowser = await openEngineBrowser();
  page = await engineBrowser.openPage();
});

afterAll(() => engineBrowser?.close());

/** Runs of the tiny bundle in a page, and how far they end from PyTorch's. */
function runsIn(inPage: Page, options: { prefer: 'wasm' | 'webgpu'; threads: number }) {
  return inPage.evaluate(async given => {
    const { createWorkerEngine, SAMPLING_RUNS } = await loadEngine();
    const engine = createWorkerEngine({
      workerUrl: '/plugin/worker.js',
      bundleUrl: '/models/tiny',
      ...given,
    });
    const distances: number[] = [];
    const hashes: string[] = [];
    for (const { request, distance } of SAMPLING_RUNS) {
      const { volume, hashes: found } = await engine.synthesize(request);
      const { values, norm } = distance(volume.data);
      distances.push(values, norm);
      hashes.push(found.volumeSha256);
    }
    const again = await Promise.all(
      SAMPLING_RUNS.slice(0, 1).map(({ request }) => engine.synthesize(request))
    );
    const { runtime, threads, notes } = await engine.info;
    await engine.dispose();
    const same = again.every((result, i) => result.hashes.volumeSha256 === hashes[i]);
    return { runtime, threads, notes, distances, same };
  }, options);
}

describe("whole runs beside PyTorch's", () => {
  it('end at its slices on WASM with one thread, always with the same bytes', async () => {
    const { distances, ...result } = await runsIn(page, { prefer: 'wasm', threads: 1 });
    expect(result).toMatchObject({ runtime: 'wasm', threads: 1, same: true });
    expect(distances).toHaveLength(4);
    expect(Math.max(...distances)).toBeLessThan(TOLERANCE.wasm);
  });

  it('end at its slices on WASM with two threads, where the page is isolated', async () => {
    const isolated = await engineBrowser.openPage({ isolated: true });
    const { distances, ...result } = await runsIn(isolated, { prefer: 'wasm', threads: 2 });
    await isolated.close();
    expect(result).toEqual({ runtime: 'wasm', threads: 2, notes: [], same: true });
    expect(Math.max(...distances)).toBeLessThan(TOLERANCE.wasm);
  });

  it('end at its slices on WebGPU, always with the same bytes', async () => {
    const { distances, ...result } = await runsIn(page, { prefer: 'webgpu', threads: 1 });
    expect(result).toEqual({ runtime: 'webgpu', threads: 1, notes: [], same: true });
    expect(Math.max(...distances)).toBeLessThan(TOLERANCE.webgpu);
  });
});

describe('a graphics device', () => {
  it('that is lost is opened anew once, then WASM goes on where it was', async () => {
    const result = await page.evaluate(async () => {
      const { createWorkerEngine, watchWorkers, smallRequest: request } = await loadEngine();
      const { workers, stop } = watchWorkers();
      const engine = createWorkerEngine({
        workerUrl: '/plugin/losableWorker.js',
        bundleUrl: '/models/tiny',
        batchSize: 1,
      });
      const wasm = createWorkerEngine({
        workerUrl: '/plugin/worker.js',
        bundleUrl: '/models/tiny',
        prefer: 'wasm',
      });
      const job = request({ slices: 2, steps: 1 });
      const losing = async () => {
        let isLost = false;
        const made = await engine.synthesize(job, {
          onProgress: ({ phase }) => {
            if (phase !== 'decode' || isLost) return;
            isLost = true;
            workers[0]?.postMessage({ type: 'lose-device' });
          },
        });
        return { runtime: made.runtime, notes: made.notes, data: [...made.volume.data] };
      };
      const [once, twice] = [await losing(), await losing()];
      const { volume: expected } = await wasm.synthesize(job);
      stop();
      await Promise.all([engine.dispose(), wasm.dispose()]);
      const norm = (values: ArrayLike<number>) =>
        Math.sqrt(Array.from(values).reduce((sum, v) => sum + v * v, 0));
      const distance = (data: number[]) =>
        norm(data.map((v, i) => v - (expected.data[i] ?? Number.NaN))) / norm(expected.data);
      return {
        after: [once, twice].map(({ runtime, notes, data }) => ({
          runtime,
          notes,
          distance: distance(data),
        })),
      };
    });
    const [once, twice] = result.after.map(after => ({
      ...after,
      notes: after.notes?.map(textOf),
    }));
    expect(once).toMatchObject({
      runtime: 'webgpu',
      notes: [expect.stringContaining('started again')],
    });
    expect(twice).toMatchObject({
      runtime: 'wasm',
      notes: [
        expect.stringContaining('started again'),
        expect.stringContaining('lost again'),
        expect.stringContaining('one thread only'),
        expect.stringMatching(/came from the device that was lost: 1\.$/),
      ],
    });
    expect(once?.distance).toBeLessThan(TOLERANCE.webgpu);
    expect(twice?.distance).toBeLessThan(TOLERANCE.webgpu);
  });

  it.each([
    ['calculates wrongly', 'scaled', 'xray_encoder'],
    ['repeats its first answer', 'stale', 'xray_encoder'],
  ])('that %s makes way for WASM, which says why', async (_, fault, network) => {
    const result = await page.evaluate(async name => {
      const { createWorkerEngine, SAMPLING_RUNS } = await loadEngine();
      const engine = createWorkerEngine({
        workerUrl: `/plugin/faultyGpuWorker.js?fault=${name}`,
        bundleUrl: '/models/tiny',
      });
      const [run] = SAMPLING_RUNS;
      const made = run && (await engine.synthesize(run.request));
      await engine.dispose();
      return {
        runtime: made?.runtime,
        notes: made?.notes,
        distance: run?.distance(made?.volume.data ?? []).values,
      };
    }, fault);
    expect(result.runtime).toBe('wasm');
    expect(result.notes?.map(textOf)[0]).toContain(
      `On webgpu the network ${network} gives a wrong answer`
    );
    expect(result.distance).toBeLessThan(TOLERANCE.wasm);
  });
});
