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

describe('what can go wrong around the worker', () => {
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
