import type { Browser } from 'playwright-core';
import { launch, openPage, type TestPage } from './support/chromium';
import { faultyArchive, type StoreFault } from './support/faultyArchive';
import { PanelPage } from './support/panel';
import { demoStudy, type TestStudy } from './support/studies';
import { startViewer, type Viewer } from './support/viewer';

const SLICES = 20;
const FIRST_BATCH = 16;

describe('a series that was cut off, in a study that is left and opened again', () => {
  let browser: Browser;
  let viewer: Viewer;
  let study: TestStudy;
  let test: TestPage;
  let panel: PanelPage;
  let fault: () => StoreFault | null = () => null;

  const openFromWorkList = async () => {
    await test.page.getByText(study.patientID).click();
    await test.page.getByText('X-ray to MRI', { exact: true }).first().click();
    await panel.waitFor('panel');
    await panel.waitUntilReady();
  };

  beforeAll(async () => {
    study = await demoStudy('SIM-0003');
    viewer = await startViewer({
      files: study.files,
      dicomWeb: archive => faultyArchive(archive, () => fault()),
    });
    browser = await launch();
    test = await openPage(browser);
    panel = new PanelPage(test.page);
    await test.page.goto(viewer.url);
    await openFromWorkList();
    await panel.generateSmall(SLICES);
    let stores = 0;
    fault = () => (stores++ === 0 ? null : 'cut');
    await panel.save();
    await panel.waitFor('partly-saved');
    fault = () => null;
  });

  afterAll(async () => {
    await browser?.close();
    await viewer?.close();
  });

  it('leaves a viewer behind that works', async () => {
    test.page.once('dialog', dialog => void dialog.accept());
    await test.page.locator('[data-cy="return-to-work-list"]').click();
    await panel.part('panel').waitFor({ state: 'detached' });
    await openFromWorkList();
    expect(await panel.viewports().count()).toBeGreaterThan(0);
    expect(test.errors).toEqual([]);
    expect(test.console.filter(text => text.includes('Error Boundary'))).toEqual([]);
  });

  // The viewer reads a study that it has read before anew only after a reload.
  it('is told to be there in part after a reload', async () => {
    await test.page.reload();
    await panel.waitUntilReady();
    await panel.missing().waitFor();
    expect(await panel.missing().innerText()).toContain(`${FIRST_BATCH} of ${SLICES} images`);
  });

  it('is completed, and then is not said to lack anything', async () => {
    await panel.completeButton().click();
    await panel.waitFor('save-dialog');
    expect(await panel.part('save-images').innerText()).toContain(
      `${SLICES - FIRST_BATCH} of ${SLICES}`
    );
    await panel.part('save-confirm').click();
    expect(await panel.waitFor('saved')).toContain(String(SLICES));
    expect(await panel.missing().count()).toBe(0);
    // The radiograph, the images and the report.
    expect(viewer.series(study.studyInstanceUID)).toHaveLength(3);
    expect(test.errors).toEqual([]);
  });
});
