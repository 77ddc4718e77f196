import type { Browser } from 'playwright-core';
import { launch } from './support/chromium';
import { openStudy, type OpenedStudy } from './support/openedStudy';
import { demoStudy } from './support/studies';

/** The small test model's grader tells nothing of the nineteenth (XRCHL). */
const SUGGESTED = 18;
const MODALITY = '00080060';

type DicomJson = Record<string, { Value?: unknown[] } | undefined>;

describe("what the model's grader suggests", () => {
  let browser: Browser;
  let opened: OpenedStudy;

  beforeAll(async () => {
    browser = await launch();
    opened = await openStudy(browser, await demoStudy('SIM-0003'));
    await opened.panel.waitUntilReady();
  });

  afterAll(async () => {
    await opened?.close();
    await browser?.close();
  });

  const suggestions = () => opened.test.page.locator('[data-cy^="xtm-suggestion-"]');
  const read = () => opened.test.page.locator('[data-xtm-reading][data-read="true"]');
  const grade = (name: string) => opened.panel.part(`reading-${name}`).innerText();
  /** Sources of the readings that have a value, by the words that their badges explain themselves with. */
  const sources = () =>
    opened.test.page
      .locator('.xtm-reading .xtm-badge[title]')
      .evaluateAll(badges => [...new Set(badges.map(badge => badge.getAttribute('title')))]);
  const cutLabels = () =>
    opened.test.page
      .locator('.xtm-reading-label')
      .evaluateAll(labels =>
        labels
          .filter(label => label.scrollWidth > label.clientWidth)
          .map(({ textContent }) => textContent)
      );

  it('stands beside the readings, none of which it fills in or hides', async () => {
    const { panel, test } = opened;
    await panel.part('suggest').click();
    await panel.waitFor('suggestions');
    expect(await suggestions().count()).toBe(SUGGESTED);
    expect(await read().count()).toBe(0);
    expect(await cutLabels()).toEqual([]);
    await panel.part('section-readings').scrollIntoViewIfNeeded();
    await test.screenshot('suggestions');
  });

  it('is a reading once it is accepted, and named as suggested', async () => {
    const { panel } = opened;
    const offered = await panel.part('suggestion-XRKL').innerText();
    await panel.part('suggestion-XRKL').click();
    expect(offered.startsWith(await grade('XRKL'))).toBe(true);
    expect(await read().count()).toBe(1);
    expect(await suggestions().count()).toBe(SUGGESTED - 1);
    expect(await sources()).toEqual(['suggested by the model and accepted']);
  });

  it('leaves what a person reads alone when all of the rest is accepted', async () => {
    const { panel, test } = opened;
    const offered = Number((await panel.part('suggestion-XRJSM').innerText()).charAt(0));
    const own = offered === 0 ? 3 : 0;
    await panel.part('reading-XRJSM').focus();
    await test.page.keyboard.press(String(own));
    await panel.part('accept-all').click();
    expect(await read().count()).toBe(SUGGESTED);
    expect(await grade('XRJSM')).toBe(String(own));
    expect(await grade('XRCHL')).toBe('–');
    expect(await panel.part('accept-all').isDisabled()).toBe(true);
    await panel.part('section-readings').scrollIntoViewIfNeeded();
    await test.screenshot('suggestions-accepted');
  });

  it('is taken back at once, all that was accepted at once', async () => {
    const { panel } = opened;
    await panel.part('undo-readings').click();
    expect(await read().count()).toBe(2);
    await panel.part('undo-readings').click();
    expect(await read().count()).toBe(1);
    await panel.part('undo-readings').click();
    expect(await read().count()).toBe(0);
    expect(await suggestions().count()).toBe(SUGGESTED);
  });

  it('is called suggested in the report of what was made with it', async () => {
    const { panel, viewer } = opened;
    await panel.part('suggestion-XRKL').click();
    await panel.generateSmall(2);
    await panel.save();
    await panel.waitFor('saved');
    const { studyInstanceUID } = await demoStudy('SIM-0003');
    const stored = await Promise.all(
      viewer.series(studyInstanceUID).map(async series => {
        const at = `dicomweb/studies/${studyInstanceUID}/series/${series}/metadata`;
        return (await (await fetch(new URL(at, viewer.url))).json()) as DicomJson[];
      })
    );
    const report = stored.flat().find(({ [MODALITY]: modality }) => modality?.Value?.[0] === 'SR');
    expect(JSON.stringify(report)).toContain('Suggested by the software, accepted by a person');
    expect(JSON.stringify(report)).not.toContain('Typed by a person');
    expect(opened.test.errors).toEqual([]);
  });

  it('has room beside the German names too', async () => {
    await opened.close();
    opened = await openStudy(browser, await demoStudy('SIM-0003'), { language: 'de' });
    const { panel, test } = opened;
    await panel.waitUntilReady();
    await panel.part('measure-widths').click();
    await panel.part('suggest').click();
    await panel.waitFor('suggestions');
    expect(await cutLabels()).toEqual([]);
    await panel.part('reading-XRKL').scrollIntoViewIfNeeded();
    await test.screenshot('suggestions-german');
  });
});
