import type { ViewportServices } from './cornerstone';
import { findFilmViewport, NEW_STACK_EVENT, onViewportChange, SCROLL_EVENT } from './filmViewport';
import { isOnShow } from './imageOnShow';
import type { Services } from './ohif';

/** Has the viewport of a stack show the image that was chosen. */
export interface ImageTurner {
  turnTo(displaySetInstanceUID: string, imageId: string | null): void;
  stop(): void;
}

/**
 * The viewer scrolls a new stack to its first position 40 ms after it has given it to the viewport, or later
 * where it is busy. A timer of more is due after it.
 */
const AFTER_OWN_SCROLL_MS = 50;

/**
 * Turns a viewport to an image as soon as it has it: once, for the user may go on to another, and again when
 * the viewer gives the viewport its images anew, as it does in a new layout, or goes back to its first
 * position without having been scrolled there.
 */
export function createImageTurner(services: Services & ViewportServices): ImageTurner {
  let wanted: { displaySetInstanceUID: string; imageId: string } | null = null;
  let isDue = false;
  let settling: ReturnType<typeof setTimeout> | undefined;

  const viewportOfIt = () =>
    wanted && findFilmViewport(services, wanted.displaySetInstanceUID)?.viewport;

  /** False where the viewport does not have the image yet. */
  const show = (): boolean => {
    const viewport = viewportOfIt();
    const index = (wanted && viewport?.getImageIds?.().indexOf(wanted.imageId)) ?? -1;
    if (!wanted || !viewport || index < 0) {
      return false;
    }
    if (!isOnShow(viewport, wanted.imageId)) {
      // An image that the viewer cannot show now is shown when the user goes there.
      viewport.setImageIdIndex?.(index).catch(() => undefined);
    }
    return true;
  };

  const turn = () => {
    if (isDue && show()) {
      isDue = false;
      clearTimeout(settling);
      settling = setTimeout(show, AFTER_OWN_SCROLL_MS);
    }
  };

  const turnAgain = ({ target }: Event) => {
    if (target === viewportOfIt()?.element) {
      isDue = true;
      turn();
    }
  };

  const leave = ({ target }: Event) => {
    if (target === viewportOfIt()?.element) {
      clearTimeout(settling);
    }
  };

  // The viewer's events do not rise, but they come down from the document.
  document.addEventListener(NEW_STACK_EVENT, turnAgain, true);
  document.addEventListener(SCROLL_EVENT, leave, true);
  const unsubscribe = onViewportChange(services, turn);

  return {
    turnTo(displaySetInstanceUID, imageId) {
      wanted = imageId === null ? null : { displaySetInstanceUID, imageId };
      isDue = true;
      turn();
    },
    stop() {
      wanted = null;
      clearTimeout(settling);
      document.removeEventListener(NEW_STACK_EVENT, turnAgain, true);
      document.removeEventListener(SCROLL_EVENT, leave, true);
      unsubscribe();
    },
  };
}
