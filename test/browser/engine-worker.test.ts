/**
 * @jest-environment <rootDir>/../../engine/test/hostArraysEnvironment.cjs
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createNodeEngine } from '@xray-to-mri/engine/runtime/node';
import { chromium, type Browser, type Page } from 'playwright-core';
import type * as EnginePage from './support/enginePage';
import { smallRequest } from '../../engine/src/runtime/fixtures/requests';
import { startStaticServer, type StaticServer } from './support/staticServer';

const run = promisify(execFile);
const REPOSITORY = path.resolve(__dirname, '../..');
const TINY_BUNDLE = path.join(REPOSITORY, 'test/fixtures/tiny-bundle');
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
/** Relative L2 distance of a volume from that of onnxruntime-node on the CPU. */
const TOLERANCE = 1e-3;

/** Loads the page's module in the page; Playwright sends functions as text. */
declare const loadEngine: () => Promise<typeof EnginePage>;

let scratch: string;
let server: StaticServer;
let browser: Browser;
let page: Page;

async function openPage(url: string): Promise<Page> {
  const opened = await browser.newPage();
  await opened.goto(`${url}/`);
  await opened.addScriptTag({ url: '/plugin/load.js' });
  return opened;
}

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'engine-worker-'));
  await run(process.execPath, [path.join(__dirname, 'support/buildPage.mjs'), scratch]);
  server = await startStaticServer({
    folders: { '/plugin': scratch, '/models/tiny': TINY_BUNDLE, '/models/broken': TINY_BUNDLE },
    intercept: (pathname, response) => {
      if (pathname === '/models/broken/models/decoder.onnx') {
        response.end('not these weights');
        return true;
      }
      return false;
    },
  });
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
    ],
  });
  page = await openPage(server.url);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(scratch, { recursive: true, force: true });
});

function distance(a: readonly number[], b: Float32Array): number {
  const square = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, v) => sum + v * v, 0);
  return Math.sqrt(square(a.map((v, i) => v - (b[i] ?? 0))) / square(b));
}

/** The volume of a small job on the runtime that has always been right. */
async function reference(changes: Parameters<typeof smallRequest>[0]) {
  const engine = createNodeEngine({ bundleDir: TINY_BUNDLE, threads: 1 });
  const { volume } = await engine.synthesize(smallRequest(changes));
  await engine.dispose();
  return volume.data;
}

describe('the engine in a worker of Chromium', () => {
  it('gives on WASM what Node gives, and says why it has one thread only', async () => {
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
      const { threads, notes } = await engine.info;
      await engine.dispose();
      return {
        runtime: made.runtime,
        data: [...made.volume.data],
        side: made.volume.side,
        threads,
        notes,
        slices,
        phases: [...phases],
      };
    });
    expect(result).toMatchObject({ runtime: 'wasm', threads: 1, side: 'L' });
    expect(result.notes).toEqual([expect.stringContaining('not cross-origin isolated')]);
    expect(result.slices.slice(0, 2).sort()).toEqual([1, 2]);
    expect(result.phases.map(([phase]) => phase).sort()).toEqual(
      ['decode', 'load', 'radiograph', 'sample', 'selftest'].sort()
    );
    for (const [, reports] of result.phases) {
      const done = reports.map(([reached]) => reached);
      expect(done).toEqual([...done].sort((a, b) => a - b));
      expect(reports.at(-1)?.[0]).toBe(reports.at(-1)?.[1]);
    }
    const expected = await reference({ slices: 4, steps: 3, side: 'L' });
    expect(distance(result.data, expected)).toBeLessThan(TOLERANCE);
  });

  it('gives the same bytes with two threads, where the page is isolated', async () => {
    const isolated = await openPage(server.isolatedUrl);
    const result = await isolated.evaluate(async () => {
      const { createWorkerEngine, smallRequest: request } = await loadEngine();
      const engine = createWorkerEngine({
        workerUrl: '/plugin/worker.js',
        bundleUrl: '/models/tiny',
        prefer: 'wasm',
        threads: 2,
      });
      const small = request({ slices: 2, steps: 2 });
      const first = await engine.synthesize(small);
      const second = await engine.synthesize(small);
      const { threads, notes } = await engine.info;
      await engine.dispose();
      return {
        threads,
        notes,
        data: [...first.volume.data],
        hashes: [first.hashes.volumeSha256, second.hashes.volumeSha256],
      };
    });
    await isolated.close();
    expect(result).toMatchObject({ threads: 2, notes: [] });
    expect(result.hashes[0]).toBe(result.hashes[1]);
    const expected = await reference({ slices: 2, steps: 2 });
    expect(distance(result.data, expected)).toBeLessThan(TOLERANCE);
  });

  it('gives on WebGPU what Node gives, and goes over to WASM when the device is lost', async () => {
    const result = await page.evaluate(async () => {
      const { createWorkerEngine, smallRequest: request } = await loadEngine();
      const workers: Worker[] = [];
      const Original = globalThis.Worker;
      globalThis.Worker = class extends Original {
        constructor(...parameters: ConstructorParameters<typeof Worker>) {
          super(...parameters);
          workers.push(this);
        }
      };
      const engine = createWorkerEngine({
        workerUrl: '/plugin/losableWorker.js',
        bundleUrl: '/models/tiny',
      });
      const small = request({ slices: 1, steps: 2 });
      const before = await engine.synthesize(small);
      const { notes: notesBefore } = await engine.info;
      const after = await engine.synthesize(small, {
        onProgress: ({ phase }) => {
          if (phase === 'radiograph') workers[0]?.postMessage({ type: 'lose-device' });
        },
      });
      const { notes: notesAfter } = await engine.info;
      globalThis.Worker = Original;
      await engine.dispose();
      return {
        before: { runtime: before.runtime, data: [...before.volume.data], notes: notesBefore },
        after: { runtime: after.runtime, data: [...after.volume.data], notes: notesAfter },
      };
    });
    const expected = await reference({ slices: 1, steps: 2 });
    expect(result.before).toMatchObject({ runtime: 'webgpu', notes: [] });
    expect(distance(result.before.data, expected)).toBeLessThan(TOLERANCE);
    expect(result.after.runtime).toBe('wasm');
    expect(result.after.notes[0]).toContain('device was lost');
    expect(distance(result.after.data, expected)).toBeLessThan(TOLERANCE);
  });

  it.each([
    ['calculates wrongly', 'scaled', 'xray_encoder'],
    ['repeats its first answer', 'stale', 'xray_encoder'],
  ])('leaves a graphics device that %s for WASM, and says why', async (_, fault, network) => {
    const result = await page.evaluate(async name => {
      const { createWorkerEngine, smallRequest: request } = await loadEngine();
      const engine = createWorkerEngine({
        workerUrl: `/plugin/faultyGpuWorker.js?fault=${name}`,
        bundleUrl: '/models/tiny',
      });
      const { runtime, notes, volume } = await engine.synthesize(request({ slices: 1, steps: 2 }));
      await engine.dispose();
      return { runtime, notes, data: [...volume.data] };
    }, fault);
    expect(result.runtime).toBe('wasm');
    expect(result.notes[0]).toContain(`On webgpu the network ${network} gives a wrong answer`);
    const expected = await reference({ slices: 1, steps: 2 });
    expect(distance(result.data, expected)).toBeLessThan(TOLERANCE);
  });

  it('cancels at once in any phase, is busy for a second job, and starts again', async () => {
    const result = await page.evaluate(async () => {
      const { createWorkerEngine, smallRequest: request } = await loadEngine();
      const engine = createWorkerEngine({
        workerUrl: '/plugin/worker.js',
        bundleUrl: '/models/tiny',
        prefer: 'wasm',
      });
      const codeOf = (job: Promise<unknown>) =>
        job.then(
          () => 'done',
          (error: { code: string }) => error.code
        );
      const cancelIn = async (phase: string) => {
        const abort = new AbortController();
        let late = 0;
        const code = await codeOf(
          engine.synthesize(request({ steps: 100 }), {
            signal: abort.signal,
            onProgress: progress => {
              if (abort.signal.aborted) late += 1;
              if (progress.phase === phase) abort.abort();
            },
          })
        );
        return { code, late };
      };
      const cancelled = [await cancelIn('load'), await cancelIn('selftest')];
      cancelled.push(await cancelIn('sample'), await cancelIn('sample'));
      // Cancelled again while the worker still ends the step of the last one.
      const waiting = new AbortController();
      const second = codeOf(engine.synthesize(request({ steps: 100 }), { signal: waiting.signal }));
      waiting.abort();
      await new Promise(resolve => setTimeout(resolve, 0));
      const small = request({ slices: 1, steps: 1 });
      const codes = await Promise.all([
        codeOf(engine.synthesize(small)),
        codeOf(engine.synthesize(small)),
      ]);
      cancelled.push({ code: await second, late: 0 });
      await engine.dispose();
      return { cancelled, codes };
    });
    expect(result.cancelled).toEqual(Array(5).fill({ code: 'cancelled', late: 0 }));
    expect(result.codes).toEqual(['done', 'busy']);
  });

  it.each([
    ['weights that are not those of the metadata', 'worker.js', 'broken', 'bundle-hash', /decoder/],
    ['a bundle that is not there', 'worker.js', 'absent', 'bundle-missing', /status 404/],
    ['a worker that is not there', 'absent.js', 'tiny', 'worker-died', /could not be started/],
  ])('says what to do about %s', async (_, worker, bundle, code, message) => {
    const failure = await page.evaluate(
      async ([workerFile, bundleName]) => {
        const { createWorkerEngine, smallRequest: request } = await loadEngine();
        const engine = createWorkerEngine({
          workerUrl: `/plugin/${workerFile}`,
          bundleUrl: `/models/${bundleName}`,
          wasmUrl: '/plugin',
          prefer: 'wasm',
        });
        const error = await engine.synthesize(request()).then(
          () => null,
          (reason: { code: string; message: string }) => reason
        );
        await engine.dispose();
        return error && { code: error.code, message: error.message };
      },
      [worker, bundle] as const
    );
    expect(failure).toEqual({ code, message: expect.stringMatching(message) });
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

  it('notices a worker that has died, and takes a new one for the next job', async () => {
    const result = await page.evaluate(async () => {
      const { createWorkerEngine, smallRequest: request } = await loadEngine();
      const workers: Worker[] = [];
      const Original = globalThis.Worker;
      globalThis.Worker = class extends Original {
        constructor(...parameters: ConstructorParameters<typeof Worker>) {
          super(...parameters);
          workers.push(this);
        }
      };
      const engine = createWorkerEngine({
        workerUrl: '/plugin/worker.js',
        bundleUrl: '/models/tiny',
        prefer: 'wasm',
        unresponsiveAfterMs: 15_000,
      });
      await engine.info;
      const code = await engine
        .synthesize(request({ steps: 1000 }), {
          onProgress: ({ phase }) => {
            if (phase === 'sample') workers[0]?.terminate();
          },
        })
        .then(
          () => 'done',
          (error: { code: string }) => error.code
        );
      const { runtime } = await engine.synthesize(request({ slices: 1, steps: 1 }));
      globalThis.Worker = Original;
      await engine.dispose();
      return { code, runtime, workers: workers.length };
    });
    expect(result).toEqual({ code: 'worker-died', runtime: 'wasm', workers: 2 });
  });
});
