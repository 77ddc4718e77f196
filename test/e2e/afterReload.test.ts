import { readFile } from 'node:fs/promises';
import type { TestPage } from './support/chromium';
import { colouredPixels } from './support/colouredPixels';
import { FaultyViewer, FIRST_BATCH, SLICES } from './support/faultyViewer';
import type { PanelPage } from './support/panel';
import type { TestStudy } from './support/studies';
import type { Viewer } from './support/viewer';

interface Host {
  commandsManager: { run(name: string, options?: object): void };
}

describe('a series that was cut off and left, under a strict content security policy', () => {
  let faulty: FaultyViewer;
  let viewer: Viewer;
  let study: TestStudy;
  let test: TestPage;
  let panel: PanelPage;

  beforeAll(async () => {
    faulty = await FaultyViewer.start({ csp: true });
    ({ viewer, study, test, panel } = faulty);
    await faulty.openFromWorkList();
    await panel.generateSmall(SLICES);
    await faulty.saveCutOff();
  });

  afterAll(() => faulty?.close());

  /** SOP Instance UIDs of each series that the archive has, by what their number of images is. */
  async function archived(): Promise<number[]> {
    const counts = viewer.series(study.studyInstanceUID).map(async series => {
      const at = `dicomweb/studies/${study.studyInstanceUID}/series/${series}/instances`;
      const answer = await fetch(new URL(at, viewer.url));
      const found = (await answer.json()) as { '00080018': { Value: string[] } }[];
      return new Set(found.map(one => one['00080018'].Value[0])).size;
    });
    return (await Promise.all(counts)).sort((a, b) => a - b);
  }

  it('is asked about when Back leads out of the study, and is still there after "no"', async () => {
    const [dialog] = await Promise.all([
      test.page.waitForEvent('dialog'),
      test.page.evaluate(() => history.back()),
    ]);
    expect([dialog.type(), dialog.message()]).toEqual([
      'confirm',
      expect.stringContaining('lost when you leave'),
    ]);
    await dialog.dismiss();
    await test.page.waitForFunction(() => location.pathname === '/xray-to-mri');
    expect(await panel.waitFor('partly-saved')).toContain(`${FIRST_BATCH} of ${SLICES}`);
    await test.screenshot('reload-back-refused');
  });

  it('is asked about by the browser when the page is reloaded', async () => {
    const reloading = test.page.reload();
    const dialog = await test.page.waitForEvent('dialog');
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
    await reloading;
  });

  it('is told after the reload to be there in part', async () => {
    await panel.waitUntilReady();
    expect(await panel.missing().innerText()).toContain(`${FIRST_BATCH} of ${SLICES} images`);
    expect(await archived()).toEqual([1, FIRST_BATCH]);
    await test.screenshot('reload-partly-saved');
  });

  it('is made again, and the rest is saved on the word of the user', async () => {
    await panel.completeButton().click();
    await panel.waitFor('save-dialog');
    expect(await panel.part('save-images').innerText()).toBe(
      `${SLICES - FIRST_BATCH} of ${SLICES}; ${FIRST_BATCH} are in the archive already`
    );
    await test.screenshot('reload-complete-dialog');
    expect(await archived()).toEqual([1, FIRST_BATCH]);
    await panel.part('save-confirm').click();
    expect(await panel.waitFor('saved')).toContain(String(SLICES));
    expect(await panel.waitFor('completed')).toContain('whole');
    await test.screenshot('reload-completed');
    // The radiograph, the report and the images, each once.
    expect(await archived()).toEqual([1, 1, SLICES]);
  });

  it('is whole after another reload, and shown with all of its images', async () => {
    await test.page.reload();
    await panel.waitUntilReady();
    await panel.storedRow('report').waitFor();
    expect(await panel.missing().count()).toBe(0);
    await panel.marks('synthetic').waitFor({ timeout: 120_000 });
  });

  it('is marked in the list of series, as a picture and as a row', async () => {
    const { page } = test;
    const marks = page.locator('[data-cy="xray-to-mri-thumbnail-mark-synthetic"]');
    expect(await marks.first().innerText()).toBe('SYNTHETIC');
    await page.locator('button[aria-label="list"]').click();
    await page.locator('button[aria-label="list"][data-state="on"]').waitFor();
    await marks.first().waitFor();
    expect(await marks.first().innerText()).toBe('SYNTHETIC');
    await test.screenshot('reload-list-of-series');
    await page.locator('button[aria-label="thumbnails"]').click();
  });

  it.each(['report', 'series'] as const)(
    'is repeated from its %s to the same pixels',
    async kind => {
      await panel.storedRow(kind).first().locator('[data-cy^="xtm-repeat-"]').click();
      await panel.waitFor('cancel');
      expect(await panel.waitFor('repeated')).toContain('the same as in the stored series');
      await test.screenshot(`reload-repeated-${kind}`);
    }
  );

  it('is marked on the picture that is downloaded of it', async () => {
    const { page } = test;
    await panel.marks('synthetic').first().locator('xpath=..').click();
    await page.evaluate(() =>
      (window as unknown as Host).commandsManager.run('showDownloadViewportModal')
    );
    const picture = page.locator('[data-viewport-uid="cornerstone-viewport-download-form"]');
    await picture.locator('[data-cy="xray-to-mri-mark-synthetic"]').waitFor({ timeout: 60_000 });
    await page.waitForTimeout(2000);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByText('Save Image').click(),
    ]);
    const bytes = await readFile(await download.path());
    // The mark is the only thing on a grey picture that has a colour.
    expect(await colouredPixels(page, bytes)).toBeGreaterThan(200);
    await page.keyboard.press('Escape');
  });

  it('is marked in each of the three planes of the layout MPR', async () => {
    const { page } = test;
    await page.goto(`${viewer.url}viewer?StudyInstanceUIDs=${study.studyInstanceUID}`);
    await panel.viewports().first().waitFor({ timeout: 120_000 });
    await page
      .getByText(/^SYNTHETIC coronal/)
      .first()
      .dblclick();
    await panel.marks('synthetic').waitFor({ timeout: 60_000 });
    await page.evaluate(() =>
      (window as unknown as Host).commandsManager.run('setHangingProtocol', { protocolId: 'mpr' })
    );
    await panel.marks('synthetic').nth(2).waitFor({ timeout: 120_000 });
    expect(await panel.viewports().count()).toBe(3);
    expect(await panel.marks('synthetic').count()).toBe(3);
    await page.waitForTimeout(2000);
    await test.screenshot('reload-mpr');
  });

  it('broke no rule of the policy, asked nothing of another origin and made no error', () => {
    const { origin } = new URL(viewer.url);
    expect(test.console.filter(text => /content security policy/i.test(text))).toEqual([]);
    const foreign = test.requests.filter(
      url => !url.startsWith(origin) && !/^(data|blob):/.test(url)
    );
    expect(foreign).toEqual([]);
    expect(test.errors).toEqual([]);
  });
});
