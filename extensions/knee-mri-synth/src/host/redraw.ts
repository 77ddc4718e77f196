import type { StackViewport } from './cornerstone';

/**
 * Has a viewport show what was changed on it; one that the viewer has taken down already, as it does before a
 * mode is left, is let be.
 */
export function redraw(viewport: StackViewport): void {
  if (viewport.getRenderingEngine === undefined || viewport.getRenderingEngine()) {
    viewport.render();
  }
}
