import type { Browser } from 'playwright-core';
import { launch, openPage, type TestPage } from './support/chromium';
import { PanelPage } from './support/panel';
import { demoStudy, type TestStudy } from './support/studies';
import { startViewer, type Viewer } from './support/viewer';

describe('one knee, on the embedded server', () => {
  let browser: Browser;
  let viewer: Viewer;
  let study: TestStudy;
  let test: TestPage;
  let panel: PanelPage;

  beforeAll(async () => {
    study = await demoStudy('SIM-0001');
    viewer = await startViewer({ files: study.files });
    browser = await launch();
    test = await openPage(browser);
    panel = new PanelPage(test.page);
  });

  afterAll(async () => {
    await browser?.close();
    await viewer?.close();
  });

  it('opens from the work list in the mode X-ray to MRI', async () => {
    const { page } = test;
    await page.goto(viewer.url);
    await page.getByText('SIM-0001').click();
    await test.screenshot('01-work-list');
    await page.getByText('X-ray to MRI', { exact: true }).first().click();
    await panel.waitFor('panel');
    expect(new URL(page.url()).pathname).toBe('/xray-to-mri');
  });

  it('shows radiograph and acquired series side by side, and proposes the knee', async () => {
    await panel.waitUntilReady();
    await panel.part('crop').waitFor();
    expect(await panel.viewports().count()).toBe(2);
    expect(await panel.part('side-R').isChecked()).toBe(true);
    expect(await panel.part('side-reason').innerText()).toContain('right knee');
    await test.screenshot('02-before');
  });

  it('has no serious accessibility finding', async () => {
    await panel.part('advanced').locator('summary').first().click();
    await test.page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
    const findings = await test.page.evaluate(async () => {
      interface Finding {
        id: string;
        impact: string;
        nodes: { html: string }[];
      }
      const { axe } = window as unknown as {
        axe: { run(selector: string): Promise<{ violations: Finding[] }> };
      };
      const { violations } = await axe.run('[data-cy="xtm-panel"]');
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
    expect(findings).toEqual([]);
    await panel.part('advanced').locator('summary').first().click();
  });

  it('is named by what it is not: the notice stays in sight', async () => {
    expect(await panel.part('notice').innerText()).toContain('Not a diagnostic device');
  });

  it('cancels at once and can be asked again', async () => {
    await panel.setSmallJob(40, 25);
    await panel.generate();
    await panel.part('cancel').waitFor();
    await test.screenshot('03-running');
    await panel.part('cancel').click();
    await panel.waitFor('cancelled');
    expect(await panel.part('generate').isEnabled()).toBe(true);
    await test.screenshot('04-cancelled');
  });

  it('shows progress by phase and the first slices before the last', async () => {
    await panel.setSmallJob(24, 6);
    await panel.generate();
    await panel.part('thumb').first().waitFor({ timeout: 120_000 });
    const early = await panel.part('thumb').count();
    await test.screenshot('05-first-slices');
    expect(early).toBeLessThan(24);
    expect(await panel.part('phase-sample').getAttribute('data-state')).toMatch(/running|done/);
    expect(await panel.part('runtime').innerText()).toContain('WebAssembly');
    await panel.waitFor('summary');
  });

  it('then shows radiograph, synthetic and acquired series', async () => {
    await panel.marks('synthetic').waitFor();
    expect(await panel.viewports().count()).toBe(3);
    expect(await panel.marks('synthetic').count()).toBe(1);
    expect(await panel.marks('synthetic').innerText()).toBe('SYNTHETIC - NOT FOR DIAGNOSIS');
    expect(await panel.waitFor('unsaved')).toContain('Not saved');
    await test.page.waitForTimeout(2000);
    await test.screenshot('06-after');
  });

  it('keeps the mark when it is removed, hidden, or the overlays are toggled', async () => {
    const mark = panel.marks('synthetic');
    await mark.evaluate(element => element.remove());
    await mark.waitFor();
    await mark.evaluate(element => element.style.setProperty('display', 'none', 'important'));
    await mark.waitFor({ state: 'visible' });
    await test.page.evaluate(() =>
      (window as unknown as { commandsManager: { run(name: string): void } }).commandsManager.run(
        'toggleOverlays'
      )
    );
    expect(await mark.isVisible()).toBe(true);
    expect(await mark.innerText()).toBe('SYNTHETIC - NOT FOR DIAGNOSIS');
  });

  it('numbers the slices in the order in which the viewer shows them', async () => {
    const numbers = await test.page.evaluate(() => {
      interface Shown {
        SeriesDescription: string;
        instances: { InstanceNumber: number }[];
      }
      const { services } = window as unknown as {
        services: { displaySetService: { getActiveDisplaySets(): Shown[] } };
      };
      return services.displaySetService
        .getActiveDisplaySets()
        .filter(({ SeriesDescription }) => SeriesDescription.startsWith('SYNTHETIC'))
        .flatMap(({ instances }) => instances.map(({ InstanceNumber }) => Number(InstanceNumber)));
    });
    expect(numbers).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  });

  it('asks before it saves, naming patient, study, archive and number of images', async () => {
    await panel.part('save').click();
    await panel.waitFor('save-dialog');
    expect(await panel.part('save-patient').innerText()).toContain('SIM-0001');
    expect(await panel.part('save-series').innerText()).toMatch(/^SYNTHETIC/);
    expect(await panel.part('save-target').innerText()).toContain('/dicomweb');
    expect(await panel.part('save-images').innerText()).toBe('24');
    await test.screenshot('07-save-dialog');
    await test.page.keyboard.press('Escape');
    await panel.part('save-dialog').waitFor({ state: 'detached' });
    expect(viewer.series(study.studyInstanceUID)).toHaveLength(2);
  });

  it('asks before unsaved images are left', async () => {
    const asked: string[] = [];
    test.page.once('dialog', dialog => {
      asked.push(dialog.message());
      void dialog.dismiss();
    });
    await test.page.locator('[data-cy="return-to-work-list"]').click();
    expect(asked).toEqual([expect.stringContaining('lost when you leave')]);
    expect(new URL(test.page.url()).pathname).toBe('/xray-to-mri');
    expect(await panel.waitFor('unsaved')).toContain('Not saved');
  });

  it('stores and verifies', async () => {
    await panel.save();
    expect(await panel.waitFor('saved')).toContain('24');
    await test.screenshot('08-saved');
    // Radiograph, acquisition, synthetic images and their report.
    expect(viewer.series(study.studyInstanceUID)).toHaveLength(4);
  });

  it('shows the series from the server after a reload, marked as before', async () => {
    const frames: string[] = [];
    test.page.on('request', request => frames.push(request.url()));
    await test.page.reload();
    await panel.marks('synthetic').waitFor({ timeout: 120_000 });
    expect(await panel.viewports().count()).toBe(3);
    const [stored] = viewer
      .series(study.studyInstanceUID)
      .filter(uid => frames.some(url => url.includes(`/series/${uid}/instances/`)))
      .slice(-1);
    expect(stored).toBeDefined();
    await test.page.waitForTimeout(2000);
    await test.screenshot('09-reloaded');
  });

  it('marks the series in another mode too', async () => {
    await test.page.goto(`${viewer.url}viewer?StudyInstanceUIDs=${study.studyInstanceUID}`);
    await panel.viewports().first().waitFor({ timeout: 120_000 });
    await test.page
      .getByText(/^SYNTHETIC coronal/)
      .first()
      .dblclick();
    await panel.marks('synthetic').waitFor({ timeout: 60_000 });
    await test.screenshot('10-other-mode');
  });

  it('asks nothing of another origin and lets no patient out', async () => {
    const { origin } = new URL(viewer.url);
    const foreign = test.requests.filter(
      url => !url.startsWith(origin) && !/^(data|blob):/.test(url)
    );
    expect(foreign).toEqual([]);
    // The host itself looks for other studies of the patient by QIDO-RS.
    const ours = test.requests.filter(url => !/\/dicomweb\/studies\?/.test(url));
    expect(ours.filter(url => url.includes(study.patientID))).toEqual([]);
    expect(test.errors).toEqual([]);
  });
});
