import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launch, type TestPage } from './support/chromium';
import { openStudy as open, type OpenedStudy } from './support/openedStudy';
import type { PanelPage } from './support/panel';
import { demoStudy, filmStudy, studyWithoutRadiograph, type TestStudy } from './support/studies';
import type { Viewer, ViewerOptions } from './support/viewer';

describe('what cannot be used', () => {
  let browser: Browser;
  let opened: OpenedStudy | null = null;
  let viewer: Viewer;
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

  async function openStudy(study: TestStudy, options: ViewerOptions = {}): Promise<void> {
    opened = await open(browser, study, options);
    ({ viewer, test, panel } = opened);
  }

  /** The viewer itself still works: its viewport and its study list are there. */
  async function expectViewerGoesOn(): Promise<void> {
    expect(await panel.viewports().count()).toBeGreaterThan(0);
    expect(await panel.part('generate').isDisabled()).toBe(true);
    expect(test.errors).toEqual([]);
  }

  it('says so when a study has no radiograph, and the work list says it before', async () => {
    const study = await studyWithoutRadiograph();
    await openStudy(study);
    expect(await panel.waitFor('no-radiograph')).toContain('no radiograph');
    await expectViewerGoesOn();
    await test.screenshot('bad-no-radiograph');
    await test.page.goto(viewer.url);
    await test.page.getByText(study.patientID).click();
    await test.page.getByText('Basic Viewer').first().waitFor();
    const mode = test.page.getByText('X-ray to MRI', { exact: true });
    const offered = (await mode.count()) > 0 && (await mode.first().isEnabled());
    expect(offered).toBe(false);
    await test.screenshot('bad-no-radiograph-work-list');
  });

  it('names a lateral view and does not use it', async () => {
    const study = await filmStudy({
      ViewPosition: 'LL',
      ViewCodeSequence: undefined,
      SeriesDescription: 'SIMULATED lateral',
      PatientOrientation: ['A', 'F'],
    });
    await openStudy(study);
    expect(await panel.waitFor('none-usable')).toContain('lateral');
    await expectViewerGoesOn();
    await test.screenshot('bad-lateral');
  });

  it('asks for the side where the attributes are silent', async () => {
    const study = await filmStudy({
      ImageLaterality: undefined,
      StudyDescription: 'SIMULATED knee',
      SeriesDescription: 'SIMULATED PA fixed flexion',
    });
    await openStudy(study);
    await panel.part('crop').waitFor();
    expect(await panel.part('side-R').isChecked()).toBe(false);
    expect(await panel.part('side-L').isChecked()).toBe(false);
    await expectViewerGoesOn();
    await test.screenshot('ask-side');
    await panel.part('side-L').check({ force: true });
    await panel.waitUntilReady();
  });

  it('asks which of the two knees of a bilateral film is meant', async () => {
    const study = await demoStudy('SIM-0005');
    await openStudy(study);
    await panel.part('crop').waitFor();
    expect(await panel.part('side-reason').innerText()).toContain('both knees');
    await expectViewerGoesOn();
    const crops = new Set<string>();
    for (const side of ['R', 'L']) {
      await panel.part(`side-${side}`).check({ force: true });
      await panel.waitUntilReady();
      crops.add(
        await panel.part('crop').evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL())
      );
      await test.screenshot(`bilateral-${side}`);
    }
    expect(crops.size).toBe(2);
  });

  it('says that a damaged file cannot be read', async () => {
    const study = await filmStudy({});
    await openStudy(study, {
      dicomWeb: archive => ({
        handle(request, response, address) {
          if (!request.url?.includes('/frames/')) {
            return archive.handle(request, response, address);
          }
          const body =
            '--x\r\nContent-Type: application/octet-stream\r\n\r\nnot pixels\r\n--x--\r\n';
          response.writeHead(200, {
            'Content-Type': 'multipart/related; type="application/octet-stream"; boundary=x',
            'Content-Length': Buffer.byteLength(body),
          });
          response.end(body);
          return Promise.resolve();
        },
      }),
    });
    expect(await panel.waitFor('radiograph-error')).toMatch(/damaged|incomplete/);
    expect(await panel.part('generate').isDisabled()).toBe(true);
    await test.screenshot('bad-corrupt');
  });

  it('refuses weights that are not the ones the model describes', async () => {
    const study = await demoStudy('SIM-0003');
    await openStudy(study, {
      async alter(folder) {
        const file = join(folder, 'models', 'knee-dess-simulated', 'models', 'decoder.onnx');
        const bytes = await readFile(file);
        bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
        await writeFile(file, bytes);
      },
    });
    await panel.waitUntilReady();
    await panel.setSmallJob(2);
    await panel.generate();
    expect(await panel.waitFor('job-error')).toContain('decoder.onnx');
    expect(await panel.marks('synthetic').count()).toBe(0);
    expect(await panel.part('generate').isEnabled()).toBe(true);
    await test.screenshot('bad-hash');
  });

  it('says so when the model is not there', async () => {
    const study = await demoStudy('SIM-0003');
    await openStudy(study, {
      async alter(folder) {
        const file = join(folder, 'models', 'knee-dess-simulated', 'configs', 'metadata.json');
        await writeFile(file, '{}');
      },
    });
    expect(await panel.waitFor('model-error')).toContain('metadata.json');
    await expectViewerGoesOn();
    await test.screenshot('bad-model');
  });

  it('does not save what has no PatientID, and says why', async () => {
    const study = await filmStudy({ PatientID: '' });
    await openStudy(study);
    await panel.generateSmall(2);
    await panel.part('save').click();
    expect(await panel.waitFor('save-refused')).toContain('PatientID');
    await test.screenshot('bad-no-patient-id');
    expect(viewer.series(study.studyInstanceUID)).toHaveLength(1);
  });
});
