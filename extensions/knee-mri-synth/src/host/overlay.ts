import { MARK_TEXT, markOfDisplaySets, type Mark } from './marking';
import type { DisplaySet, Services } from './ohif';

const MARK_ATTRIBUTE = 'data-xray-to-mri-mark';
const PANE_SELECTOR = '[data-cy="viewport-pane"]';
const VIEWPORT_SELECTOR = '[data-viewportid]';

/** Inline and important: neither the host's style sheets nor its "toggle overlays" reach them. */
const HOST_STYLE: Readonly<Record<string, string>> = {
  all: 'initial',
  position: 'absolute',
  left: '0',
  right: '0',
  bottom: '60px',
  display: 'block',
  visibility: 'visible',
  opacity: '1',
  transform: 'none',
  'z-index': '20',
  'pointer-events': 'none',
  'text-align': 'center',
};

const LABEL_STYLE: Readonly<Record<Mark, Record<string, string>>> = {
  synthetic: {
    background: 'rgba(0, 0, 0, 0.72)',
    border: '1px solid #ffb020',
    color: '#ffb020',
    'font-weight': '600',
  },
  simulated: {
    background: 'rgba(0, 0, 0, 0.6)',
    border: '1px solid rgba(255, 255, 255, 0.35)',
    color: 'rgba(255, 255, 255, 0.85)',
    'font-weight': '500',
  },
};

const COMMON_LABEL_STYLE: Readonly<Record<string, string>> = {
  display: 'inline-block',
  padding: '3px 10px',
  'border-radius': '4px',
  font: '12px/1.3 Inter, system-ui, sans-serif',
  'letter-spacing': '0.04em',
  'max-width': '94%',
  'box-sizing': 'border-box',
};

function applyStyle(element: HTMLElement, style: Readonly<Record<string, string>>): void {
  for (const [property, value] of Object.entries(style)) {
    element.style.setProperty(property, value, 'important');
  }
}

function createMark(mark: Mark): HTMLElement {
  const element = document.createElement('div');
  element.setAttribute(MARK_ATTRIBUTE, mark);
  element.setAttribute('data-cy', `xray-to-mri-mark-${mark}`);
  element.setAttribute('role', 'note');
  applyStyle(element, HOST_STYLE);
  const label = document.createElement('span');
  label.textContent = MARK_TEXT[mark];
  applyStyle(label, COMMON_LABEL_STYLE);
  applyStyle(label, LABEL_STYLE[mark]);
  element.append(label);
  return element;
}

const expectedHtml = new Map<Mark, string>();

/** Whether a mark still is what `createMark` made. */
function isIntact(element: HTMLElement, mark: Mark): boolean {
  const expected = expectedHtml.get(mark) ?? createMark(mark).outerHTML;
  expectedHtml.set(mark, expected);
  return element.outerHTML === expected;
}

/** Every viewport of the page: its pane, and the id that the host knows it by. */
function viewportsOfPage(): { pane: Element; viewportId: string | null }[] {
  return [...document.querySelectorAll(VIEWPORT_SELECTOR)].map(element => ({
    pane: element.closest(PANE_SELECTOR) ?? element.parentElement ?? element,
    viewportId: element.getAttribute('data-viewportid'),
  }));
}

function displaySetsOf(viewportId: string | null, services: Services): DisplaySet[] {
  const viewport = viewportId
    ? services.viewportGridService.getState().viewports.get(viewportId)
    : undefined;
  return (viewport?.displaySetInstanceUIDs ?? []).flatMap(
    uid => services.displaySetService.getDisplaySetByUID(uid) ?? []
  );
}

function markPane(pane: Element, mark: Mark | null): void {
  const present = [...pane.children].filter(
    (child): child is HTMLElement =>
      child instanceof HTMLElement && child.hasAttribute(MARK_ATTRIBUTE)
  );
  const [first] = present;
  if (mark && first && present.length === 1 && isIntact(first, mark)) {
    return;
  }
  present.forEach(element => element.remove());
  if (mark) {
    if (pane instanceof HTMLElement && getComputedStyle(pane).position === 'static') {
      pane.style.position = 'relative';
    }
    pane.append(createMark(mark));
  }
}

/**
 * Keeps a mark on every viewport that shows synthetic or simulated images, in any mode and layout. It is
 * no overlay item of the host's, so no tool or setting of the host switches it off; when something
 * removes or alters it, it comes back.
 * @returns a function that stops the keeping and removes the marks
 */
export function keepViewportsMarked(services: Services): () => void {
  let scheduled = 0;
  const synchronise = () => {
    scheduled = 0;
    for (const { pane, viewportId } of viewportsOfPage()) {
      markPane(pane, markOfDisplaySets(displaySetsOf(viewportId, services)));
    }
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
    attributeFilter: ['data-viewportid', MARK_ATTRIBUTE, 'data-cy', 'style', 'class', 'hidden'],
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
