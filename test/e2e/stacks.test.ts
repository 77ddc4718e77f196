import type { Browser } from 'playwright-core';
import { launch, type TestPage } from './support/chromium';
import { FilmPane } from './support/filmPane';
import { openStudy as open, type OpenedStudy } from './support/openedStudy';
import type { PanelPage } from './support/panel';
import { framesStudy, imageUid, longStackStudy, SERIES, stackStudy } from './support/stackStudy';
import { filmStudy, type TestStudy } from './support/studies';
import type { Viewer } from './support/viewer';

type DicomJson = Record<string, { Value?: Record<string, { Value?: unknown[] }>[] } | undefined>;

const FRONTAL = imageUid(2);
/** Of places on the screen, in pixels. */
const NEAR = 2;

describe('radiographs of several images', () => {
  let browser: Browser;
  let opened: OpenedStudy | null = null;
  let viewer: Viewer;
  let test: TestPage;
  let panel: PanelPage;
  let film: FilmPane;

  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(async () => {
    await opened?.close();
    await browser?.close();
  });

  async function openStudy(study: TestStudy): Promise<void> {
    await opened?.close();
    opened = await open(browser, study);
    ({ viewer, test, panel } = opened);
    film = new FilmPane(panel);
  }

  const row = (name: string) =>
    panel.part('section-radiograph').locator('label', { hasText: name });
  const places = async () => ({
    region: await film.rectangle(),
    widths: await film.widths.count(),
  });

  let alone: Awaited<ReturnType<FilmPane['rectangle']>>;

  it('are of one image where the film stands alone', async () => {
    await openStudy(await filmStudy({}));
    await panel.waitUntilReady();
    alone = await film.rectangle();
  });

  it('are listed image by image, and the one that suits is opened and shown', async () => {
    await openStudy(await stackStudy());
    await panel.waitUntilReady();
    await film.waitForImage(FRONTAL);
    expect(await row('image 2 of 3').locator('input').isChecked()).toBe(true);
    expect(await row('image 1 of 3').innerText()).toContain('lateral');
    expect(await row('image 1 of 3').locator('input').isDisabled()).toBe(true);
    expect(await row('image 3 of 3').innerText()).toContain('do not say');
    expect(await row('image 3 of 3').locator('input').isEnabled()).toBe(true);
    expect(await panel.part('side-reason').innerText()).toContain('right knee');
  });

  it('have region and widths on that image, at the same place as on the film alone', async () => {
    await panel.part('measure-widths').click();
    await panel.part('width-mm-medial').waitFor();
    await film.widths.nth(1).waitFor({ state: 'attached' });
    const { region, widths } = await places();
    expect(widths).toBe(2);
    for (const key of ['x', 'y', 'width', 'height'] as const) {
      expect(Math.abs(region[key] - alone[key])).toBeLessThan(NEAR);
    }
    await test.screenshot('stack-second-image');
  });

  it('have nothing drawn on the other images of the stack', async () => {
    const before = await places();
    await film.scroll(-1);
    await film.waitForImage(imageUid(1));
    await film.rectangles.first().waitFor({ state: 'detached' });
    expect(await film.widths.count()).toBe(0);
    await test.screenshot('stack-first-image');
    await film.scroll(1);
    await film.waitForImage(FRONTAL);
    await film.widths.nth(1).waitFor({ state: 'attached' });
    expect(await places()).toEqual(before);
  });

  it('show the image that a series was made from beside it, which names it as its source', async () => {
    await panel.generateSmall(2);
    await panel.marks('synthetic').first().waitFor();
    await film.waitForImage(FRONTAL);
    await film.rectangle();
    await test.screenshot('stack-generated');
    await panel.save();
    await panel.waitFor('saved');
    const { studyInstanceUID } = await stackStudy();
    const made = viewer.series(studyInstanceUID).filter(uid => uid !== SERIES);
    const sources = await Promise.all(
      made.map(async series => {
        const at = `dicomweb/studies/${studyInstanceUID}/series/${series}/metadata`;
        const [first] = (await (await fetch(new URL(at, viewer.url))).json()) as DicomJson[];
        // Of an image its Source Image Sequence.
        return first?.['00082112']?.Value?.[0]?.['00081155']?.Value?.[0];
      })
    );
    expect(sources.filter(source => source !== undefined)).toEqual([FRONTAL]);
  });

  it('turn to the image that is chosen, without what was made of another', async () => {
    await row('image 3 of 3').locator('input').check({ force: true });
    await film.waitForImage(imageUid(3));
    await panel.part('crop').waitFor();
    expect(await panel.part('side-reason').innerText()).toContain('left knee');
    await film.rectangle();
    expect(await film.widths.count()).toBe(0);
    expect(await panel.viewports().count()).toBe(1);
    await test.screenshot('stack-third-image');
  });

  it('are found again by a stored run that is repeated', async () => {
    await test.page.reload();
    await panel.waitUntilReady();
    await row('image 3 of 3').locator('input').check({ force: true });
    await film.waitForImage(imageUid(3));
    await panel.storedRow('series').first().locator('[data-cy^="xtm-repeat-"]').click();
    expect(await panel.waitFor('repeated')).toContain('the same as in the stored series');
    expect(await row('image 2 of 3').locator('input').isChecked()).toBe(true);
    await film.waitForImage(FRONTAL);
    await film.rectangle();
    await test.screenshot('stack-repeated');
    expect(test.errors).toEqual([]);
  });

  it('of several frames show the one that was chosen, with the region on it', async () => {
    await openStudy(await framesStudy());
    await panel.part('frame').waitFor();
    await film.waitForImage(imageUid(1), 1);
    await panel.part('frame').fill('2');
    await panel.part('frame').press('Enter');
    await film.waitForImage(imageUid(1), 2);
    await panel.part('crop').waitFor();
    await panel.part('side-R').check({ force: true });
    await panel.part('measure-widths').click();
    await panel.part('width-mm-medial').waitFor();
    // The panel may tell the widths before the viewer has drawn them.
    await film.widths.nth(1).waitFor({ state: 'attached' });
    expect((await places()).widths).toBe(2);
    await test.screenshot('frames-second-frame');
    await film.scroll(-1);
    await film.waitForImage(imageUid(1), 1);
    await film.rectangles.first().waitFor({ state: 'detached' });
    await test.screenshot('frames-first-frame');
  });

  it('of a long series are few in the list, and any is taken from the viewer', async () => {
    await openStudy(await longStackStudy(9));
    await panel.waitUntilReady();
    expect(await row('of 9').count()).toBe(5);
    await film.waitForImage(imageUid(1));
    await film.scroll(1);
    await film.waitForImage(imageUid(2));
    await panel.part('use-shown').click();
    await panel.waitUntilReady();
    expect(await row('image 2 of 9').locator('input').isChecked()).toBe(true);
    await film.rectangle();
    await test.screenshot('stack-long');
    await panel.part('others').click();
    expect(await row('of 9').count()).toBe(9);
  });
});
