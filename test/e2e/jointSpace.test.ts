import type { Browser } from 'playwright-core';
import studies from '../../demo/studies/studies.json';
import { launch, type TestPage } from './support/chromium';
import { openStudy, type OpenedStudy } from './support/openedStudy';
import type { PanelPage } from './support/panel';
import { demoStudy } from './support/studies';

const STUDY = 'SIM-0001';

interface Line {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

describe('the width of the joint space', () => {
  let browser: Browser;
  let opened: OpenedStudy;
  let test: TestPage;
  let panel: PanelPage;

  beforeAll(async () => {
    browser = await launch();
    opened = await openStudy(browser, await demoStudy(STUDY));
    ({ test, panel } = opened);
    await panel.waitUntilReady();
  });

  afterAll(async () => {
    await opened?.close();
    await browser?.close();
  });

  const mm = async (compartment: string) =>
    Number.parseFloat(await panel.part(`width-mm-${compartment}`).innerText());
  const isAdjusted = (compartment: string) =>
    panel.part(`width-${compartment}`).getAttribute('data-adjusted');

  /** The widths' lines on the film, in pixels of the page; those to their labels are left out. */
  const lines = () =>
    panel
      .viewports()
      .first()
      .locator('svg.svg-layer line[data-id$="-line"]')
      .evaluateAll(found =>
        found.map((line): Line => {
          const { left, top } = (
            line as SVGLineElement
          ).ownerSVGElement?.getBoundingClientRect() ?? {
            left: 0,
            top: 0,
          };
          const at = (name: string) => Number(line.getAttribute(name));
          return {
            x1: left + at('x1'),
            y1: top + at('y1'),
            x2: left + at('x2'),
            y2: top + at('y2'),
          };
        })
      );

  /** Pairs of labels on the film that lie over each other. */
  const overlappingLabels = () =>
    panel
      .viewports()
      .first()
      .locator('svg.svg-layer text')
      .evaluateAll(texts => {
        const boxes = texts.map(text => ({
          words: text.textContent,
          box: text.getBoundingClientRect(),
        }));
        return boxes.flatMap((one, index) =>
          boxes
            .slice(index + 1)
            .filter(
              ({ box }) =>
                box.left < one.box.right &&
                one.box.left < box.right &&
                box.top < one.box.bottom &&
                one.box.top < box.bottom
            )
            .map(({ words }) => [one.words, words])
        );
      });

  it('is traced on the film, near the truth, and drawn with its edges', async () => {
    await panel.part('measure-widths').click();
    await panel.part('width-mm-medial').waitFor();
    await panel.part('section-joint-space').scrollIntoViewIfNeeded();
    await test.screenshot('joint-space-measured');
    const truth = studies.studies.find(({ patient_id }) => patient_id === STUDY)?.knees[0];
    expect(Math.abs((await mm('medial')) - (truth?.joint_space_mm.medial ?? 0))).toBeLessThan(1.5);
    expect(Math.abs((await mm('lateral')) - (truth?.joint_space_mm.lateral ?? 0))).toBeLessThan(
      1.5
    );
    await panel.viewports().first().locator('svg.svg-layer polyline').nth(3).waitFor({
      state: 'attached',
    });
    expect(await lines()).toHaveLength(2);
    expect(await overlappingLabels()).toEqual([]);
    expect(await panel.part('measured-XRJSM').innerText()).toContain('mm');
  });

  it('changes when an end is dragged, says so, and can be taken back', async () => {
    const before = { medial: await mm('medial'), lateral: await mm('lateral') };
    const [line] = await lines();
    if (!line) {
      throw new Error('No width is drawn.');
    }
    const { mouse } = test.page;
    await mouse.move(line.x2, line.y2);
    await mouse.down();
    await mouse.move(line.x2, line.y2 + 25, { steps: 6 });
    await mouse.up();
    await test.screenshot('joint-space-dragged');
    await test.page.locator('[data-adjusted="true"]').waitFor();
    const adjusted = (await isAdjusted('medial')) === 'true' ? 'medial' : 'lateral';
    await expect(mm(adjusted)).resolves.toBeGreaterThan(before[adjusted]);
    // The change can be undone once the hand rests; where it rested in between, by parts.
    while ((await isAdjusted(adjusted)) === 'true') {
      await test.page.locator('[data-cy="xtm-undo-widths"]:enabled').click();
    }
    expect(await mm(adjusted)).toBe(before[adjusted]);
    expect(await isAdjusted(adjusted)).toBe('false');
  });

  it('is moved by keys too', async () => {
    const before = await mm('medial');
    await panel.part('width-medial-tibia').focus();
    await test.page.keyboard.press('Shift+ArrowDown');
    expect(await mm('medial')).toBeCloseTo(before + 1, 0);
    await panel.part('reset-widths').click();
    expect(await mm('medial')).toBe(before);
  });
});
