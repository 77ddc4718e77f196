import type { Browser } from 'playwright-core';
import { launch, openPage, type TestPage } from './support/chromium';
import { faultyArchive, type StoreFault } from './support/faultyArchive';
import { PanelPage } from './support/panel';
import { demoStudy, type TestStudy } from './support/studies';
import { startViewer, type Viewer } from './support/viewer';

const SLICES = 20;
const FIRST_BATCH = 16;

describe('saving to an archive that fails', () => {
  let browser: Browser;
  let viewer: Viewer;
  let study: TestStudy;
  let test: TestPage;
  let panel: PanelPage;
  let fault: () => StoreFault | null = () => null;

  beforeAll(async () => {
    study = await demoStudy('SIM-0003');
    viewer = await startViewer({
      files: study.files,
      dicomWeb: archive => faultyArchive(archive, () => fault()),
    });
    browser = await launch();
    test = await openPage(browser);
    panel = new PanelPage(test.page);
    await panel.open(viewer.url, study.studyInstanceUID);
    await panel.generateSmall(SLICES);
  });

  afterAll(async () => {
    await browser?.close();
    await viewer?.close();
  });

  it.each([
    [401 as const, 'Log in again'],
    [409 as const, 'conflict'],
    [500 as const, 'error of its own'],
    ['cut' as const, 'connection to the archive failed or was cut'],
  ])('says what happened and what to do after %s, and stores nothing', async (kind, words) => {
    fault = () => kind;
    await panel.save();
    await panel.part('saving').waitFor({ state: 'detached' });
    expect(await panel.waitFor('save-failed')).toContain(words);
    expect(viewer.series(study.studyInstanceUID)).toHaveLength(1);
    await test.screenshot(`save-failed-${kind}`);
  });

  it('calls a series that was cut off halfway partly saved, with the number of images', async () => {
    let stores = 0;
    fault = () => (stores++ === 0 ? null : 'cut');
    await panel.save();
    const words = await panel.waitFor('partly-saved');
    expect(words).toContain(`${FIRST_BATCH} of ${SLICES}`);
    await test.screenshot('save-partly');
  });

  it('sends only the rest afterwards, and then is saved and verified', async () => {
    fault = () => null;
    await panel.save();
    expect(await panel.waitFor('saved')).toContain(String(SLICES));
    // The radiograph, the images and the report.
    expect(viewer.series(study.studyInstanceUID)).toHaveLength(3);
    expect(await panel.part('save').count()).toBe(0);
  });

  it('goes on with the next knee', async () => {
    await panel.generate();
    await panel.waitFor('cancel');
    await panel.waitFor('unsaved');
    expect(test.errors).toEqual([]);
  });
});
