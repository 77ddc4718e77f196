import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type * as EnginePage from './support/enginePage';
import { openEngineBrowser, TINY_BUNDLE, type EngineBrowser } from './support/engineBrowser';

/** Loads the page's module in the page; Playwright sends functions as text. */
declare const loadEngine: () => Promise<typeof EnginePage>;

let engineBrowser: EngineBrowser;
let page: Page;

beforeAll(async () => {
  engineBrowser = await openEngineBrowser({
    bundles: ['broken', 'cut', 'offline'],
    intercept: (pathname, response) => {
      if (pathname === '/models/broken/models/decoder.onnx') {
        response.end('not these weights');
        return true;
      }
      if (pathname === '/models/cut/models/denoiser.onnx') {
        const file = path.join(TINY_BUNDLE, 'models/denoiser.onnx');
        response.setHeader('content-length', '388601');
        createReadStream(file, { end: 100_000 }).on('data', chunk => response.write(chunk));
        setTimeout(() => response.destroy(), 500);
        return true;
      }
      return false;
    },
  });
  page = await engineBrowser.openPage();
});

afterAll(() => engineBrowser?.close());

describe('what can go wrong around the worker', () => {
  it.each([
    ['weights that are not those of the metadata', 'worker', 'broken', 'bundle-hash', /decoder/],
    ['weights that stop half-way', 'worker', 'cut', 'bundle-missing', /denoiser.*stopped after/],
    ['a bundle that is not there', 'worker', 'absent', 'bundle-missing', /status 404/],
    ['a worker that is not there', 'absent', 'tiny', 'worker-died', /could not be started/],
  ])('says what to do about %s', async (_, worker, bundle, code, message) => {
    const failure = await page.evaluate(
      async ([workerFile, bundleName]) => {
        const { createWorkerEngine, smallRequest: request } = await loadEngine();
        const engine = createWorkerEngine({
          workerUrl: `/plugin/${workerFile}.js`,
          bundleUrl: `/models/${bundleName}`,
          wasmUrl: '/plugin',
          prefer: 'wasm',
        });
        const error = await engine.synthesize(request({ slices: 2, steps: 1 })).then(
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
      const {
        codeOf,
        createWorkerEngine,
        smallRequest: request,
        watchWorkers,
      } = await loadEngine();
      const { workers, stop } = watchWorkers();
      const engine = createWorkerEngine({
        workerUrl: '/plugin/worker.js',
        bundleUrl: '/models/tiny',
        prefer: 'wasm',
        unresponsiveAfterMs: 60_000,
      });
      await engine.info;
      const code = await codeOf(
        engine.synthesize(request({ steps: 1000 }), {
          onProgress: ({ phase }) => {
            if (phase === 'sample') workers[0]?.terminate();
          },
        })
      );
      const { runtime } = await engine.synthesize(request({ slices: 1, steps: 1 }));
      stop();
      await engine.dispose();
      return { code, runtime, workers: workers.length };
    });
    expect(result).toEqual({ code: 'worker-died', runtime: 'wasm', workers: 2 });
  });

  it('goes on in a tab that the browser had put to sleep', async () => {
    const tab = await engineBrowser.openPage();
    const control = await tab.context().newCDPSession(tab);
    const sleep = (state: 'frozen' | 'active') =>
      control.send('Page.setWebLifecycleState', { state });
    const job = tab.evaluate(async () => {
      const { createWorkerEngine, smallRequest: request } = await loadEngine();
      const engine = createWorkerEngine({
        workerUrl: '/plugin/worker.js',
        bundleUrl: '/models/tiny',
        prefer: 'wasm',
      });
      await engine.info;
      const { volume } = await engine.synthesize(request({ slices: 2, steps: 40 }));
      await engine.dispose();
      return volume.slices;
    });
    await new Promise(resolve => setTimeout(resolve, 4_000));
    await sleep('frozen');
    await new Promise(resolve => setTimeout(resolve, 6_000));
    await sleep('active');
    expect(await job).toBe(2);
    await tab.close();
  });

  it('works without the network once the model was loaded', async () => {
    const tab = await engineBrowser.openPage();
    const load = (fetched: boolean) =>
      tab.evaluate(async isOnline => {
        const { createWorkerEngine } = await loadEngine();
        const engine = createWorkerEngine({
          workerUrl: '/plugin/worker.js',
          bundleUrl: '/models/offline',
          prefer: 'wasm',
        });
        const { notes } = await engine.info;
        // Keeping the files goes on for a moment after they are used.
        if (isOnline) await new Promise(resolve => setTimeout(resolve, 1000));
        await engine.dispose();
        const cache = await caches.open('xray-to-mri-weights');
        const said = notes.map(({ text }) => text);
        return { said, kept: (await cache.keys()).map(({ url }) => new URL(url).pathname) };
      }, fetched);
    const asked: string[] = [];
    tab.context().on('request', request => asked.push(new URL(request.url()).pathname));
    const first = await load(true);
    asked.length = 0;
    const second = await load(false);
    await tab.close();
    const weights = ['decoder.onnx', 'denoiser.onnx', 'golden.json', 'xray_encoder.onnx'].map(
      name => `/models/offline/models/${name}`
    );
    expect(first.kept.filter(file => file.startsWith('/models/offline')).sort()).toEqual(weights);
    expect(asked.filter(file => weights.includes(file))).toEqual([]);
    expect(second.said.join()).not.toContain('not be kept');
  });
});
