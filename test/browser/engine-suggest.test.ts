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

describe('suggesting readings in a worker of Chromium', () => {
  it('downloads the grader alone', async () => {
    const asked: string[] = [];
    page.on('request', request => asked.push(new URL(request.url()).pathname));
    const { runtime, suggestions, untold } = await page.evaluate(async () => {
      const { createWorkerEngine, smallRequest: request } = await loadEngine();
      const engine = createWorkerEngine({
        workerUrl: '/plugin/worker.js',
        bundleUrl: '/models/tiny',
      });
      const found = await engine.suggestReadings(request());
      await engine.dispose();
      return found;
    });
    expect(runtime).toBe('wasm');
    expect(suggestions).toHaveLength(18);
    expect(untold).toEqual(['XRCHL']);
    expect(asked.filter(path => path.endsWith('.onnx'))).toEqual([
      '/models/tiny/models/grader.onnx',
    ]);
  });

  it('gives the same beside networks on a graphics adapter, and these still work', async () => {
    const { before, during, after, runtimes } = await page.evaluate(async () => {
      const { createWorkerEngine, smallRequest: request } = await loadEngine();
      const engine = createWorkerEngine({
        workerUrl: '/plugin/worker.js',
        bundleUrl: '/models/tiny',
        prefer: 'webgpu',
      });
      const small = request({ slices: 2, steps: 2 });
      const suggest = async () => (await engine.suggestReadings(small)).suggestions;
      const first = suggest();
      const info = engine.info;
      const volume = engine.synthesize(small);
      const meanwhile = suggest();
      const before = await first;
      const { runtime } = await volume;
      const during = await meanwhile;
      const again = await engine.synthesize(small);
      const after = await suggest();
      const runtimes = [(await info).runtime, runtime, again.runtime];
      await engine.dispose();
      return { before, during, after, runtimes };
    });
    expect(runtimes).toEqual(['webgpu', 'webgpu', 'webgpu']);
    expect(during).toEqual(before);
    expect(after).toEqual(before);
  });
});
