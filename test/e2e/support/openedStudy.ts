import type { Browser } from 'playwright-core';
import { openPage, type TestPage } from './chromium';
import { PanelPage } from './panel';
import type { TestStudy } from './studies';
import { startViewer, type Viewer, type ViewerOptions } from './viewer';

/** A study that is open in the panel, in a viewer and a page of its own. */
export interface OpenedStudy {
  viewer: Viewer;
  test: TestPage;
  panel: PanelPage;
  close(): Promise<void>;
}

/** @param language of the viewer, its own choice where left out */
export async function openStudy(
  browser: Browser,
  study: TestStudy,
  { language, ...options }: ViewerOptions & { language?: string } = {}
): Promise<OpenedStudy> {
  const viewer = await startViewer({ files: study.files, ...options });
  const test = await openPage(browser);
  const panel = new PanelPage(test.page);
  const close = async () => {
    await test.page.context().close();
    await viewer.close();
  };
  try {
    if (language) {
      await test.page.addInitScript(
        value => window.localStorage.setItem('i18nextLng', value),
        language
      );
    }
    await panel.open(viewer.url, study.studyInstanceUID);
  } catch (error) {
    await close();
    throw error;
  }
  return { viewer, test, panel, close };
}
