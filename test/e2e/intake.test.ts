import type { Browser, Locator } from 'playwright-core';
import { launch, type TestPage } from './support/chromium';
import { openStudy as open, type OpenedStudy } from './support/openedStudy';
import type { PanelPage } from './support/panel';
import { demoStudy, filmStudy, type TestStudy } from './support/studies';

const PA = [
  {
    CodeValue: '272479007',
    CodingSchemeDesignator: 'SCT',
    CodeMeaning: 'postero-anterior',
  },
];

interface Finding {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

describe('the knee, its region and its readings', () => {
  let browser: Browser;
  let opened: OpenedStudy | null = null;
  let test: TestPage;
  let panel: PanelPage;

  beforeAll(async () => {
    browser = await launch();
  });

  afterEach(async () => {
    await opened?.close();
    opened = null;
  });

  afterAll(() => browser?.close());

  async function openStudy(study: TestStudy, language?: string): Promise<void> {
    opened = await open(browser, study, { language });
    ({ test, panel } = opened);
  }

  const crop = () =>
    panel.part('crop').evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL());

  /** The rectangle that the viewer draws on the film. */
  const rectangle = (): Locator =>
    panel.viewports().first().locator('svg.svg-layer rect[width]').first();

  async function seriousFindings(): Promise<string[]> {
    await test.page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
    return test.page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(selector: string): Promise<{ violations: Finding[] }> };
      };
      const { violations } = await axe.run('[data-cy="xtm-panel"]');
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
  }

  it('draws the region on the film, where the mouse and the keyboard move it', async () => {
    await openStudy(await demoStudy('SIM-0003'));
    await panel.waitUntilReady();
    await rectangle().waitFor();
    await test.screenshot('region-proposed');
    const proposed = await crop();
    const before = await rectangle().boundingBox();
    if (!before) {
      throw new Error('The rectangle has no place.');
    }
    expect(Math.abs(before.width - before.height)).toBeLessThan(3);
    const { mouse } = test.page;
    const edge = { x: before.x + before.width / 3, y: before.y };
    await mouse.move(edge.x, edge.y);
    await mouse.down();
    await mouse.move(edge.x + 30, edge.y + 20, { steps: 5 });
    await mouse.up();
    await cropIs(picture => picture !== proposed);
    await rectangleIs(left => left - before.x > 15);
    await test.screenshot('region-moved');
    await panel.part('region-reset').click();
    await cropIs(picture => picture === proposed);
    await panel.part('region-left').focus();
    await test.page.keyboard.press('Enter');
    await cropIs(picture => picture !== proposed);
    await rectangleIs(left => left < before.x);
  });

  /** Waits until something is so; a test that waits in vain ends with its time. */
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) {
      await test.page.waitForTimeout(50);
    }
  }

  const cropIs = (isSo: (picture: string) => boolean) => until(async () => isSo(await crop()));
  const rectangleIs = (isSo: (left: number) => boolean) =>
    until(async () => {
      const box = await rectangle().boundingBox();
      return box !== null && isSo(box.x);
    });

  it('takes readings by key, and has no serious accessibility finding', async () => {
    await openStudy(await demoStudy('SIM-0003'));
    await panel.waitUntilReady();
    await panel.part('reading-XRKL').focus();
    await test.page.keyboard.type('0123');
    const shown = (name: string) => panel.part(`reading-${name}`).innerText();
    expect(await Promise.all(['XRKL', 'XROSFM', 'XRSCFM'].map(shown))).toEqual(['0', '1', '2']);
    // Cysts go up to 1: the 3 is no grade of theirs.
    expect(await shown('XRCYFM')).toBe('–');
    expect(await panel.waitFor('contradictions')).toContain('osteophytes');
    await panel.part('section-readings').scrollIntoViewIfNeeded();
    await test.screenshot('readings');
    expect(await seriousFindings()).toEqual([]);
    await panel.part('reading-XRKL').focus();
    await test.page.keyboard.press('Control+z');
    expect(await shown('XRSCFM')).toBe('–');
  });

  it('speaks the language of the viewer', async () => {
    await openStudy(await demoStudy('SIM-0003'), 'de');
    await panel.waitUntilReady();
    expect(await panel.part('generate').innerText()).toBe('Erzeugen');
    // What the engine says of the film is German too.
    expect(await panel.part('side-reason').innerText()).toMatch(/^Nach \w+ zeigt es das \w+ Knie/);
    await test.screenshot('german');
  });

  it('turns a film over that is seen from behind', async () => {
    await openStudy(await demoStudy('SIM-0003'));
    await panel.waitUntilReady();
    const asStored = await crop();
    await panel.part('turn-over').click();
    const back = test.page.getByRole('button', { name: 'Turn the film back' });
    await back.waitFor();
    await panel.part('crop').waitFor();
    expect(await crop()).not.toBe(asStored);
    await test.screenshot('turned-over');
    await back.click();
    await test.page.getByRole('button', { name: 'Turn the film over' }).waitFor();
    await panel.waitUntilReady();
    expect(await crop()).toBe(asStored);
  });

  it('names view attributes that contradict each other, and asks before it goes on', async () => {
    await openStudy(await filmStudy({ ViewPosition: 'LL', ViewCodeSequence: PA }));
    const doubts = await panel.waitFor('doubts');
    expect(doubts).toMatch(/ViewCodeSequence.*ViewPosition/s);
    expect(await panel.part('generate').isDisabled()).toBe(true);
    await test.screenshot('contradictory-view');
    await panel.part('confirm-doubts').click();
    await panel.waitUntilReady();
  });
});
