import { textOf } from '@xray-to-mri/engine';
import type { Page } from 'playwright-core';
import type * as EnginePage from './support/enginePage';
import { openEngineBrowser, type EngineBrowser } from './support/engineBrowser';

/** Loads the page's module in the page; Playwright sends functions as text. */
declare const loadEngine: () => Promise<typeof EnginePage>;

let engineBrowser: EngineBrowser;
let page: Page;

beforeAll(async () => {
  engineBrowser = await openEngineBrowser();
  page = await engineBrowser.openPage();
});

afterAll(() => engineBrowser?.close());

describe('the engine in a worker of Chromium', () => {
  it('reports progress that ends at its total, slices from the middle, and why it is slow', async () => {
    const result = await page.evaluate(async () => {
      const { createWorkerEngine, smallRequest: request } = await loadEngine();
      const engine = createWorkerEngine({
        workerUrl: '/plugin/worker.js',
        bundleUrl: '/models/tiny',
        prefer: 'wasm',
      });
      const phases = new Map<string, [number, number][]>();
      const slices: number[] = [];
      const made = await engine.synthesize(request({ slices: 4, steps: 3, side: 'L' }), {
        onProgress: ({ phase, done, total }) =>
          phases.set(phase, [...(phases.get(phase) ?? []), [done, total]]),
        onSlices: ({ indices }) => slices.push(...indices),
      });
      const { threads } = await engine.info;
      await engine.dispose();
      const { runtime, volume, notes } = made;
      return { runtime, side: volume.side, threads, notes, slices, phases: [...phases] };
    });
    expect(result).toMatchObject({ runtime: 'wasm', threads: 1, side: 'L' });
    expect(result.notes.map(textOf)).toEqual([
      expect.stringContaining('not cross-origin isolated'),
    ]);
    expect(result.slices.slice(0, 2).sort()).toEqual([1, 2]);
    expect(result.phases.map(([phase]) => phase).sort()).toEqual(
      ['decode', 'load', 'radiograph', 'sample', 'selftest'].sort()
    );
    for (const [, reports] of result.phases) {
      const done = reports.map(([reached]) => reached);
      expect(done).toEqual([...done].sort((a, b) => a - b));
      expect(reports.at(-1)?.[0]).toBe(reports.at(-1)?.[1]);
    }
  });

  it('cancels at once in any phase, twice in a row, and starts again', async () => {
    const result = await page.evaluate(async () => {
      const { createWorkerEngine, codeOf, smallRequest: request } = await loadEngine();
      const engine = createWorkerEngine({
        workerUrl: '/plugin/worker.js',
        bundleUrl: '/models/tiny',
        prefer: 'wasm',
      });
      const cancelIn = async (phase: string, steps: number) => {
        const abort = new AbortController();
        let late = 0;
        const code = await codeOf(
          engine.synthesize(request({ steps }), {
            signal: abort.signal,
            onProgress: progress => {
              if (abort.signal.aborted) late += 1;
              if (progress.phase === phase) abort.abort();
            },
          })
        );
        return { phase, code, late };
      };
      const cancelled = [];
      for (const phase of ['load', 'selftest', 'radiograph', 'sample', 'sample', 'decode']) {
        cancelled.push(await cancelIn(phase, phase === 'decode' ? 1 : 100));
      }
      const small = request({ slices: 1, steps: 1 });
      const again = await codeOf(engine.synthesize(small));
      await engine.dispose();
      return { cancelled, again };
    });
    expect(result.cancelled).toHaveLength(6);
    for (const each of result.cancelled) expect(each).toMatchObject({ code: 'cancelled', late: 0 });
    expect(result.again).toBe('done');
  });

  it('lets a second job wait for the step that a cancelled one is in, and tells it so', async () => {
    const result = await page.evaluate(async () => {
      const { createWorkerEngine, codeOf, smallRequest: request } = await loadEngine();
      const engine = createWorkerEngine({
        workerUrl: '/plugin/worker.js',
        bundleUrl: '/models/tiny',
        prefer: 'wasm',
      });
      await engine.info;
      const job = (steps: number) => {
        const abort = new AbortController();
        const waited: number[] = [];
        const begun = new Promise<void>(resolve => {
          const code = codeOf(
            engine.synthesize(request({ slices: 1, steps }), {
              signal: abort.signal,
              onWaiting: ahead => waited.push(ahead),
              onProgress: ({ phase }) => phase === 'sample' && resolve(),
            })
          );
          jobs.push({ code, waited, abort });
        });
        return begun;
      };
      const jobs: { code: Promise<string>; waited: number[]; abort: AbortController }[] = [];
      await job(100);
      const [first] = jobs;
      void job(100);
      void job(1);
      first?.abort.abort();
      jobs[1]?.abort.abort();
      const ended = await Promise.all(
        jobs.map(async ({ code, waited }) => ({ code: await code, waited }))
      );
      await engine.dispose();
      return ended;
    });
    expect(result).toEqual([
      { code: 'cancelled', waited: [] },
      { code: 'cancelled', waited: [1] },
      { code: 'done', waited: [2, 1, 0] },
    ]);
  });

  it('writes DICOM off the main thread, without any weights', async () => {
    const result = await page.evaluate(async () => {
      const { createWorkerEngine, seriesRequest } = await loadEngine();
      const engine = createWorkerEngine({
        workerUrl: '/plugin/worker.js',
        bundleUrl: '/models/absent',
      });
      const request = { ...seriesRequest(), newUid: undefined };
      const done: number[] = [];
      const series = await engine.encodeSeries(request, {
        onProgress: progress => done.push(progress.done),
      });
      await engine.dispose();
      return {
        done,
        slices: request.volume.slices,
        magic: series.instances.map(({ part10 }) => String.fromCharCode(...part10.slice(128, 132))),
        pixelBytes: series.instances.map(({ dataset }) =>
          dataset.PixelData instanceof ArrayBuffer ? dataset.PixelData.byteLength : 0
        ),
        planeBytes: 2 * request.volume.rows * request.volume.columns,
      };
    });
    expect(result.slices).toBeGreaterThan(1);
    expect(result.magic).toEqual(Array(result.slices).fill('DICM'));
    expect(result.pixelBytes).toEqual(Array(result.slices).fill(result.planeBytes));
    expect(result.done.at(-1)).toBe(result.slices);
  });
});
