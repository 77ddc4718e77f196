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
 * The viewer scrolls a new stack to a position of its own at once or after 40 ms, and later where it is busy. A
 * timer of more is due after it.
 */
const AFTER_OWN_SCROLL_MS = 50;
/** With what a user goes to another image. */
const INPUT_EVENTS = ['wheel', 'pointerdown', 'keydown'];

/**
 * Turns a viewport to an image as soon as it has it: once, for the user may go on to another, and again when
 * the viewer gives the viewport its images anew, as it does in a new layout, or then goes to a position of its
 * own.
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

  // Keys of the viewer are not pressed in the viewport, but nowhere.
  const leave = ({ target }: Event) => {
    if (target === document.body || viewportOfIt()?.element.contains(target as Node)) {
      clearTimeout(settling);
    }
  };

  // The viewer's events do not rise, but they come down from the document.
  document.addEventListener(NEW_STACK_EVENT, turnAgain, true);
  INPUT_EVENTS.forEach(event => document.addEventListener(event, leave, true));
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
      INPUT_EVENTS.forEach(event => document.removeEventListener(event, leave, true));
      unsubscribe();
    },
  };
}
