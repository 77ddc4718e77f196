import type { Browser } from 'playwright-core';
import { createDicomWebProxy, readUpstream } from '../../demo/src';
import { launch, openPage, type TestPage } from './support/chromium';
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

  it('repeats the stored series to the same pixels', async () => {
    await panel.waitUntilReady();
    await panel.repeatButtons().first().click();
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

  it('never lets the credentials into the browser', () => {
    const { XRAY_TO_MRI_DICOMWEB_PASSWORD: password = '' } = orthanc.environment;
    const seen = [...test.requests, ...test.console].join('\n');
    expect(seen).not.toContain(password);
    expect(test.errors).toEqual([]);
  });
});
