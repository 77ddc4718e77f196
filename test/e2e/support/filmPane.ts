import type { Locator } from 'playwright-core';
import type { PanelPage } from './panel';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Host {
  services?: {
    viewportGridService: { getState(): { viewports: Map<string, unknown> } };
    cornerstoneViewportService: {
      getCornerstoneViewport(id: string): { getCurrentImageId(): string | undefined } | undefined;
    };
  };
}

/** The viewport with the radiograph, and what is drawn on it. */
export class FilmPane {
  constructor(private readonly panel: PanelPage) {}

  get pane(): Locator {
    return this.panel.viewports().first();
  }

  get rectangles(): Locator {
    return this.pane.locator('svg.svg-layer rect[width]');
  }

  get widths(): Locator {
    return this.pane.locator('svg.svg-layer line[data-id$="-line"]');
  }

  /** Where the rectangle is within the viewport, in pixels of the page. */
  async rectangle(): Promise<Box> {
    await this.rectangles.first().waitFor();
    const [box, pane] = await Promise.all([
      this.rectangles.first().boundingBox(),
      this.pane.boundingBox(),
    ]);
    if (!box || !pane) {
      throw new Error('The rectangle has no place.');
    }
    return { ...box, x: box.x - pane.x, y: box.y - pane.y };
  }

  /** Waits until an image of the archive is on show, which its name in the viewer tells. */
  async waitForImage(sopInstanceUID: string, frame = 1): Promise<void> {
    await this.panel.page.waitForFunction(end => {
      const { services } = window as unknown as Host;
      const [id = ''] = services?.viewportGridService.getState().viewports.keys() ?? [];
      const viewport = services?.cornerstoneViewportService.getCornerstoneViewport(id);
      return viewport?.getCurrentImageId()?.endsWith(end);
    }, `/instances/${sopInstanceUID}/frames/${frame}`);
  }

  /** Goes through the stack as a user does, forwards or back. */
  async scroll(images: number): Promise<void> {
    const box = await this.pane.boundingBox();
    const { mouse } = this.panel.page;
    await mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + (box?.height ?? 0) / 2);
    for (let image = 0; image < Math.abs(images); image++) {
      await mouse.wheel(0, Math.sign(images) * 100);
      await this.panel.page.waitForTimeout(200);
    }
  }
}
