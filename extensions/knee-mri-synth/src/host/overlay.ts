import { MARK_ATTRIBUTE, markElement } from './markElement';
import { markOfDisplaySets } from './marking';
import type { DisplaySet, Services } from './ohif';

const PANE_SELECTOR = '[data-cy="viewport-pane"]';
const VIEWPORT_SELECTOR = '[data-viewportid]';
/** What the viewer makes pictures for the clipboard and for downloads of; it copies all that is in it. */
const DOWNLOAD_SELECTOR = '[data-viewport-uid="cornerstone-viewport-download-form"]';
const THUMBNAIL_ID = 'thumbnail-';

function displaySetsOf(
  viewportId: string | null | undefined,
  { viewportGridService, displaySetService }: Services
): DisplaySet[] {
  const viewport = viewportId
    ? viewportGridService.getState().viewports.get(viewportId)
    : undefined;
  return (viewport?.displaySetInstanceUIDs ?? []).flatMap(
    uid => displaySetService.getDisplaySetByUID(uid) ?? []
  );
}

function markViewports(services: Services): void {
  // A pane whose viewport made way for one without images, such as a report's, keeps no mark of it.
  for (const pane of document.querySelectorAll(PANE_SELECTOR)) {
    if (pane.querySelector(VIEWPORT_SELECTOR) === null) {
      markElement(pane, null, 'viewport');
    }
  }
  for (const element of document.querySelectorAll(VIEWPORT_SELECTOR)) {
    const pane = element.closest(PANE_SELECTOR) ?? element.parentElement ?? element;
    const displaySets = displaySetsOf(element.getAttribute('data-viewportid'), services);
    markElement(pane, markOfDisplaySets(displaySets), 'viewport');
  }
}

/** The picture to be downloaded shows what the active viewport shows. */
function markDownloads(services: Services): void {
  const { activeViewportId } = services.viewportGridService.getState();
  for (const element of document.querySelectorAll(DOWNLOAD_SELECTOR)) {
    const mark = markOfDisplaySets(displaySetsOf(activeViewportId, services));
    markElement(element, mark, 'viewport');
  }
}

/** Thumbnails, and the rows that stand in their place in the list of series. */
function markThumbnails({ displaySetService }: Services): void {
  for (const element of document.querySelectorAll(`[id^="${THUMBNAIL_ID}"]`)) {
    const displaySet = displaySetService.getDisplaySetByUID(element.id.slice(THUMBNAIL_ID.length));
    markElement(element, markOfDisplaySets(displaySet ? [displaySet] : []), 'thumbnail');
  }
}

/**
 * Keeps a mark on every viewport that shows synthetic or simulated images, on their thumbnails and on the
 * pictures that are downloaded of them, in any mode and layout. It is no overlay item of the host's, so no
 * tool or setting of the host switches it off; when something removes or alters it, it comes back.
 * @returns a function that stops the keeping and removes the marks
 */
export function keepViewportsMarked(services: Services): () => void {
  let scheduled = 0;
  const synchronise = () => {
    scheduled = 0;
    markViewports(services);
    markDownloads(services);
    markThumbnails(services);
    // What the synchronisation itself changed needs no second look.
    observer.takeRecords();
  };
  const schedule = () => {
    scheduled ||= requestAnimationFrame(synchronise);
  };
  const observer = new MutationObserver(schedule);
  observer.observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: [
      ...['data-viewportid', 'data-viewport-uid', MARK_ATTRIBUTE, 'data-cy', 'id'],
      ...['style', 'class', 'hidden'],
    ],
  });
  const { viewportGridService, displaySetService } = services;
  const subscriptions = [
    ...Object.values(viewportGridService.EVENTS).map(event =>
      viewportGridService.subscribe(event, schedule)
    ),
    ...Object.values(displaySetService.EVENTS).map(event =>
      displaySetService.subscribe(event, schedule)
    ),
  ];
  schedule();
  return () => {
    cancelAnimationFrame(scheduled);
    observer.disconnect();
    subscriptions.forEach(subscription => subscription.unsubscribe());
    document.querySelectorAll(`[${MARK_ATTRIBUTE}]`).forEach(element => element.remove());
  };
}
