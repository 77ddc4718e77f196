import type { ViewportServices } from './cornerstone';
import { findFilmViewport, NEW_STACK_EVENT, onViewportChange } from './filmViewport';
import { isOnShow } from './imageOnShow';
import type { Services } from './ohif';

/** Has the viewport of a stack show the image that was chosen. */
export interface ImageTurner {
  turnTo(displaySetInstanceUID: string, imageId: string | null): void;
  stop(): void;
}

/**
 * Turns a viewport to an image as soon as it has it: once, for the user may go on to another, and again when
 * the viewer gives the viewport its images anew, as it does in a new layout.
 */
export function createImageTurner(services: Services & ViewportServices): ImageTurner {
  let wanted: { displaySetInstanceUID: string; imageId: string } | null = null;
  let isDue = false;

  const viewportOfIt = () =>
    wanted && findFilmViewport(services, wanted.displaySetInstanceUID)?.viewport;

  const turn = () => {
    const viewport = viewportOfIt();
    const index = (wanted && viewport?.getImageIds?.().indexOf(wanted.imageId)) ?? -1;
    if (!wanted || !viewport || !isDue || index < 0) {
      return;
    }
    isDue = false;
    if (!isOnShow(viewport, wanted.imageId)) {
      // An image that the viewer cannot show now is shown when the user goes there.
      viewport.setImageIdIndex?.(index).catch(() => undefined);
    }
  };

  const turnAgain = ({ target }: Event) => {
    if (target === viewportOfIt()?.element) {
      isDue = true;
      turn();
    }
  };

  // The viewer's events do not rise, but they come down from the document.
  document.addEventListener(NEW_STACK_EVENT, turnAgain, true);
  const unsubscribe = onViewportChange(services, turn);

  return {
    turnTo(displaySetInstanceUID, imageId) {
      wanted = imageId === null ? null : { displaySetInstanceUID, imageId };
      isDue = true;
      turn();
    },
    stop() {
      wanted = null;
      document.removeEventListener(NEW_STACK_EVENT, turnAgain, true);
      unsubscribe();
    },
  };
}
