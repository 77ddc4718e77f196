import type { TestPage } from './support/chromium';
import { FaultyViewer, FIRST_BATCH, SLICES } from './support/faultyViewer';
import type { PanelPage } from './support/panel';

describe('a series that was cut off, in a study that is left and opened again', () => {
  let faulty: FaultyViewer;
  let test: TestPage;
  let panel: PanelPage;
  let widthMm = '';

  const medialWidth = () => panel.part('width-mm-medial').innerText();

  beforeAll(async () => {
    faulty = await FaultyViewer.start();
    ({ test, panel } = faulty);
    await faulty.openFromWorkList();
    await panel.part('measure-widths').click();
    await panel.part('width-medial-tibia').focus();
    await test.page.keyboard.press('Shift+ArrowDown');
    widthMm = await medialWidth();
    await panel.generateSmall(SLICES);
    await faulty.saveCutOff();
  });

  afterAll(() => faulty?.close());

  it('leaves a viewer behind that works', async () => {
    test.page.once('dialog', dialog => void dialog.accept());
    await test.page.locator('[data-cy="return-to-work-list"]').click();
    await panel.part('panel').waitFor({ state: 'detached' });
    await faulty.openFromWorkList();
    expect(await panel.viewports().count()).toBeGreaterThan(0);
    expect(test.errors).toEqual([]);
    expect(test.console.filter(text => text.includes('Error Boundary'))).toEqual([]);
  });

  it('has the widths that were measured and moved, on the film too', async () => {
    expect(widthMm).toMatch(/ mm$/);
    expect(await medialWidth()).toBe(widthMm);
    expect(await panel.part('width-medial').getAttribute('data-adjusted')).toBe('true');
    const drawn = panel.viewports().first().locator('svg.svg-layer text', { hasText: widthMm });
    await drawn.first().waitFor();
    await panel.part('section-joint-space').scrollIntoViewIfNeeded();
    await test.screenshot('come-back-widths');
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
    const { viewer, study } = faulty;
    // The radiograph, the images and the report.
    expect(viewer.series(study.studyInstanceUID)).toHaveLength(3);
    expect(test.errors).toEqual([]);
  });
});
