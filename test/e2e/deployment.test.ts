import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { launch, openPage, type TestPage } from './support/chromium';
import { environment } from './support/environment';
import { PanelPage } from './support/panel';
import { demoStudy } from './support/studies';
import { startViewer, type Viewer, type ViewerOptions } from './support/viewer';

/** What the viewer has to load before anything is generated. */
const LARGEST_ENTRY_BYTES = 250 * 1024;

/** What only a job needs: the worker, onnxruntime, the networks. */
const FOR_A_JOB = /\/(worker\.js|ort-[^/]*|[^/]*\.onnx)$/;

describe('what the viewer loads at its start', () => {
  it('is at most 250 KB compressed', async () => {
    const entry = await readFile(join(environment.plugins, 'knee-mri-synth', 'index.js'));
    expect(gzipSync(entry).byteLength).toBeLessThanOrEqual(LARGEST_ENTRY_BYTES);
  });
});

describe('other ways to deploy', () => {
  let browser: Browser;
  let viewer: Viewer | null = null;
  let test: TestPage;

  beforeAll(async () => {
    browser = await launch();
  });

  afterEach(async () => {
    await test.page.context().close();
    await viewer?.close();
    viewer = null;
  });

  afterAll(() => browser?.close());

  /** The short story: open, generate, save; gives the panel back. */
  async function tellStory(options: ViewerOptions): Promise<PanelPage> {
    const study = await demoStudy('SIM-0003');
    viewer = await startViewer({ files: study.files, ...options });
    test = await openPage(browser);
    const panel = new PanelPage(test.page);
    await panel.open(viewer.url, study.studyInstanceUID);
    const forAJob = () => test.requests.filter(url => FOR_A_JOB.test(new URL(url).pathname));
    expect(forAJob()).toEqual([]);
    await panel.generateSmall(3);
    expect(forAJob().length).toBeGreaterThan(3);
    await panel.marks('synthetic').waitFor();
    await panel.save();
    await panel.waitFor('saved');
    // The radiograph, the images and the report.
    expect(viewer.series(study.studyInstanceUID)).toHaveLength(3);
    expect(test.errors).toEqual([]);
    return panel;
  }

  it('works below a path, with a strict content security policy, without isolation', async () => {
    const panel = await tellStory({ base: '/hospital/ohif/', csp: true, isolated: false });
    expect(await panel.part('runtime').innerText()).toContain('1 thread');
    const violations = test.console.filter(text => /content security policy/i.test(text));
    expect(violations).toEqual([]);
    const { origin } = new URL(viewer?.url ?? '');
    const outside = test.requests.filter(
      url => !url.startsWith(`${origin}/hospital/ohif/`) && !/^(data|blob):/.test(url)
    );
    expect(outside).toEqual([]);
    await test.screenshot('deployment-sub-path');
  });

  it('works in OHIF 3.14.0-beta.6', async () => {
    await tellStory({ ohif: environment.ohifBeta });
    await test.screenshot('deployment-beta');
  });
});
