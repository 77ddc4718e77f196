import type { Browser, Page } from 'playwright-core';
import { launch, openPage, type TestPage } from './support/chromium';
import { studyWithoutRadiograph, type TestStudy } from './support/studies';
import { startViewer, type Viewer } from './support/viewer';

/** Has the viewer show its older work list, in which modes that do not fit a study say why. */
async function showOlderWorkList(page: Page): Promise<void> {
  await page.route('**/app-config.js', async route => {
    const response = await route.fetch();
    const chosen = { 'workList.variant': { $set: 'legacy' } };
    const body = `${await response.text()}
      window.config.customizationService = ${JSON.stringify(chosen)};`;
    await route.fulfill({ response, body });
  });
}

/** Tooltips that are not shown are kept far outside the window. */
async function expectOnScreen(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    wanted =>
      [...document.querySelectorAll('.tooltip')].some(
        tooltip =>
          tooltip.textContent?.includes(wanted) &&
          tooltip.getBoundingClientRect().right < window.innerWidth
      ),
    text
  );
}

describe('the older work list', () => {
  let browser: Browser;
  let viewer: Viewer;
  let study: TestStudy;
  let test: TestPage;

  beforeAll(async () => {
    browser = await launch();
    study = await studyWithoutRadiograph();
    viewer = await startViewer({ files: study.files });
  });

  afterEach(() => test.page.context().close());

  afterAll(async () => {
    await viewer?.close();
    await browser?.close();
  });

  it.each([
    ['en-US', 'Needs a radiograph (CR, DX or RF) in the study'],
    ['de', 'Braucht ein Röntgenbild (CR, DX oder RF) in der Studie'],
  ])(
    'says in the language of the viewer why the mode is not offered: %s',
    async (language, why) => {
      test = await openPage(browser);
      const { page } = test;
      await page.addInitScript(value => window.localStorage.setItem('i18nextLng', value), language);
      await showOlderWorkList(page);
      await page.goto(viewer.url);
      await page.getByText(study.patientID).click();
      const mode = page.locator('[data-cy^="mode-xray-to-mri"]');
      // The row is drawn anew when its series are there, which would take the tooltip away.
      await page.getByText('SIMULATED ACQUISITION').waitFor();
      await mode.locator('svg').hover();
      await expectOnScreen(page, why);
      await test.screenshot(`work-list-${language}`);
      expect(await mode.isDisabled()).toBe(true);
      expect(test.errors).toEqual([]);
    }
  );
});
