import type { Browser } from 'playwright-core';
import { launch, openPage, type TestPage } from './chromium';
import { faultyArchive, type StoreFault } from './faultyArchive';
import { PanelPage } from './panel';
import { demoStudy, type TestStudy } from './studies';
import { startViewer, type Viewer, type ViewerOptions } from './viewer';

/** Images of the series that these tests generate, and how many of them are sent first. */
export const SLICES = 20;
export const FIRST_BATCH = 16;

/** A viewer whose archive fails as a test wants, with the work list open. */
export class FaultyViewer {
  /** What the archive makes of the next request to store. */
  fault: () => StoreFault | null = () => null;

  private constructor(
    private readonly browser: Browser,
    readonly viewer: Viewer,
    readonly study: TestStudy,
    readonly test: TestPage,
    readonly panel: PanelPage
  ) {}

  static async start(options: ViewerOptions = {}): Promise<FaultyViewer> {
    const study = await demoStudy('SIM-0003');
    const wanted = { fault: (): StoreFault | null => null };
    const viewer = await startViewer({
      files: study.files,
      dicomWeb: archive => faultyArchive(archive, () => wanted.fault()),
      ...options,
    });
    const browser = await launch();
    const test = await openPage(browser);
    const made = new FaultyViewer(browser, viewer, study, test, new PanelPage(test.page));
    wanted.fault = () => made.fault();
    try {
      await test.page.goto(viewer.url);
    } catch (error) {
      await made.close();
      throw error;
    }
    return made;
  }

  /** Opens the study as a user does, so that there is something to go back to. */
  async openFromWorkList(): Promise<void> {
    await this.test.page.getByText(this.study.patientID).click();
    await this.test.page.getByText('X-ray to MRI', { exact: true }).first().click();
    await this.panel.waitFor('panel');
    await this.panel.waitUntilReady();
  }

  /** Saves the series on show to an archive whose connection is cut after the first batch. */
  async saveCutOff(): Promise<string> {
    let stores = 0;
    this.fault = () => (stores++ === 0 ? null : 'cut');
    await this.panel.save();
    const said = await this.panel.waitFor('partly-saved');
    this.fault = () => null;
    return said;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.viewer.close();
  }
}
