import type { Locator, Page } from 'playwright-core';
import { environment } from './environment';

const LONG = 6 * environment.patienceMs;

/** The parts of the panel by their test ids. */
export class PanelPage {
  constructor(readonly page: Page) {}

  part(id: string): Locator {
    return this.page.locator(`[data-cy="xtm-${id}"]`);
  }

  /** The rows of stored series, or of the reports about them, that can be made again. */
  storedRow(kind: 'series' | 'report'): Locator {
    return this.part(`stored-${kind}`);
  }

  /** What of a stored series is said to be missing. */
  missing(): Locator {
    return this.page.locator('[data-cy^="xtm-missing-"]');
  }

  completeButton(): Locator {
    return this.page.locator('[data-cy^="xtm-complete-"]');
  }

  marks(kind: 'synthetic' | 'simulated'): Locator {
    return this.page.locator(`[data-cy="xray-to-mri-mark-${kind}"]`);
  }

  viewports(): Locator {
    return this.page.locator('[data-cy="viewport-pane"]');
  }

  /** Opens a study in the mode and waits until the panel is there. */
  async open(viewerUrl: string, studyInstanceUID: string): Promise<void> {
    await this.page.goto(`${viewerUrl}xray-to-mri?StudyInstanceUIDs=${studyInstanceUID}`);
    await this.part('panel').waitFor({ timeout: LONG });
  }

  async waitFor(id: string): Promise<string> {
    const part = this.part(id);
    await part.waitFor({ timeout: LONG });
    return part.innerText();
  }

  async waitUntilReady(): Promise<void> {
    await this.page.locator('[data-cy="xtm-generate"]:enabled').waitFor({ timeout: LONG });
  }

  /** Sets a small job: few slices, few steps. */
  async setSmallJob(slices: number, steps = 2): Promise<void> {
    await this.fill('slices', slices);
    const advanced = this.part('advanced');
    if (!(await advanced.evaluate(element => (element as HTMLDetailsElement).open))) {
      await advanced.locator('summary').first().click();
    }
    await this.fill('steps', steps);
  }

  private async fill(id: string, value: number): Promise<void> {
    const field = this.part(id);
    await field.fill(String(value));
    await field.press('Enter');
  }

  async generate(): Promise<void> {
    await this.part('generate').click();
  }

  /** Generates a small series and waits until it is shown. */
  async generateSmall(slices = 4): Promise<void> {
    await this.waitUntilReady();
    await this.setSmallJob(slices);
    await this.generate();
    await this.waitFor('summary');
  }

  /** Opens the dialog and confirms it. */
  async save(): Promise<void> {
    await this.part('save').click();
    await this.part('save-confirm').click();
  }
}
