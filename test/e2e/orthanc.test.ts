import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { createDicomWebProxy, readUpstream } from '../../demo/src';
import { launch, openPage, type TestPage } from './support/chromium';
import { colouredPixels } from './support/colouredPixels';
import { orthancIsInstalled, startOrthanc, type Orthanc } from './support/orthanc';
import { PanelPage } from './support/panel';
import { demoStudy, type TestStudy } from './support/studies';
import { startViewer, type Viewer } from './support/viewer';

const describeWithOrthanc = orthancIsInstalled ? describe : describe.skip;

describeWithOrthanc('one knee, on Orthanc behind the proxy', () => {
  let orthanc: Orthanc;
  let browser: Browser;
  let viewer: Viewer;
  let study: TestStudy;
  let test: TestPage;
  let panel: PanelPage;

  beforeAll(async () => {
    orthanc = await startOrthanc();
    study = await demoStudy('SIM-0004');
    for (const file of study.files) {
      await orthanc.put(file);
    }
    const upstream = readUpstream(orthanc.dicomWebUrl, orthanc.environment);
    viewer = await startViewer({ dicomWeb: () => createDicomWebProxy(upstream) });
    browser = await launch();
    test = await openPage(browser);
    panel = new PanelPage(test.page);
  });

  afterAll(async () => {
    await browser?.close();
    await viewer?.close();
    await orthanc?.close();
  });

  it('generates beside the acquired series of a left knee', async () => {
    await panel.open(viewer.url, study.studyInstanceUID);
    await panel.waitUntilReady();
    expect(await panel.part('side-L').isChecked()).toBe(true);
    await panel.generateSmall(20);
    await panel.marks('synthetic').waitFor();
    expect(await panel.viewports().count()).toBe(3);
    await test.screenshot('orthanc-generated');
  });

  it('shows the left knee the same way round as the acquired series, letters and all', async () => {
    // A film has no letters here: the viewer knows them of images with a place in the patient only.
    const [, ...panes] = await panel.viewports().all();
    const letters = await Promise.all(
      panes.map(pane =>
        Promise.all(
          ['left', 'top'].map(edge =>
            pane.locator(`.${edge}-mid .orientation-marker-value`).first().innerText()
          )
        )
      )
    );
    // Of synthetic and acquired series alike: the patient's right is on the left, the head above.
    expect(letters).toEqual([
      ['R', 'H'],
      ['R', 'H'],
    ]);
  });

  it('saves and verifies', async () => {
    await panel.save();
    expect(await panel.waitFor('saved')).toContain('20');
    await test.screenshot('orthanc-saved');
  });

  it('shows the series from the PACS after a reload', async () => {
    await test.page.reload();
    await panel.marks('synthetic').waitFor({ timeout: 120_000 });
    expect(await panel.viewports().count()).toBe(3);
    await test.page.waitForTimeout(2000);
    await test.screenshot('orthanc-reloaded');
  });

  it('marks its thumbnail, and the picture that is downloaded of it', async () => {
    const { page } = test;
    const thumbnail = page.locator('[data-cy="xray-to-mri-thumbnail-mark-synthetic"]').first();
    expect(await thumbnail.innerText()).toBe('SYNTHETIC');
    await panel.marks('synthetic').first().locator('xpath=..').click();
    await page.evaluate(() =>
      (window as unknown as { commandsManager: { run(name: string): void } }).commandsManager.run(
        'showDownloadViewportModal'
      )
    );
    const picture = page.locator('[data-viewport-uid="cornerstone-viewport-download-form"]');
    await picture.locator('[data-cy="xray-to-mri-mark-synthetic"]').waitFor({ timeout: 60_000 });
    await page.waitForTimeout(2000);
    await test.screenshot('orthanc-download');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByText('Save Image').click(),
    ]);
    const bytes = await readFile(await download.path());
    // The mark is the only thing on a grey picture that has a colour.
    const coloured = await colouredPixels(page, bytes);
    expect(coloured).toBeGreaterThan(200);
  });

  it('repeats the stored series to the same pixels', async () => {
    await panel.waitUntilReady();
    await panel.storedRow('series').first().locator('[data-cy^="xtm-repeat-"]').click();
    expect(await panel.waitFor('repeated')).toContain('the same as in the stored series');
    await test.screenshot('orthanc-repeated');
  });

  it('lists the report about it, and opens it without an error', async () => {
    const report = test.page.getByText(/^SYNTHETIC MRI report/).first();
    await report.waitFor({ timeout: 60_000 });
    await report.dblclick();
    await test.page.waitForTimeout(3000);
    await test.screenshot('orthanc-report');
    expect(test.errors).toEqual([]);
  });

  it('keeps nothing of the patient in the storage of the browser or in its caches', async () => {
    const kept = await test.page.evaluate(async () => {
      const parts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          const answer = await cache.match(request);
          const bytes = new Uint8Array((await answer?.arrayBuffer()) ?? new ArrayBuffer(0));
          parts.push(request.url, new TextDecoder('latin1').decode(bytes));
        }
      }
      const databases = await indexedDB.databases();
      return [...parts, ...databases.map(({ name }) => name)].join('\n');
    });
    for (const secret of [study.patientID, study.studyInstanceUID]) {
      expect(kept.includes(secret)).toBe(false);
    }
    expect(test.console.filter(text => text.includes(study.patientID))).toEqual([]);
  });

  it('never lets the credentials into the browser', () => {
    const { XRAY_TO_MRI_DICOMWEB_PASSWORD: password = '' } = orthanc.environment;
    const seen = [...test.requests, ...test.console].join('\n');
    expect(seen).not.toContain(password);
    expect(test.errors).toEqual([]);
  });
});
