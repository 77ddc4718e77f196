import { MARK_TEXT, type Mark } from './marking';

export const MARK_ATTRIBUTE = 'data-xray-to-mri-mark';

/** Where a mark stands: over images, or on a thumbnail in the list of series. */
export type MarkPlace = 'viewport' | 'thumbnail';

/** Inline and important: neither the host's style sheets nor its "toggle overlays" reach them. */
const ALWAYS: Readonly<Record<string, string>> = {
  all: 'initial',
  position: 'absolute',
  display: 'block',
  visibility: 'visible',
  opacity: '1',
  transform: 'none',
  'z-index': '20',
  'pointer-events': 'none',
};

const AT_PLACE: Readonly<Record<MarkPlace, Record<string, string>>> = {
  viewport: { left: '0', right: '0', bottom: '60px', 'text-align': 'center' },
  thumbnail: { top: '2px', right: '2px' },
};

const OF_MARK: Readonly<Record<Mark, Record<string, string>>> = {
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

const LABEL: Readonly<Record<MarkPlace, Record<string, string>>> = {
  viewport: {
    padding: '3px 10px',
    'border-radius': '4px',
    font: '12px/1.3 Inter, system-ui, sans-serif',
    'letter-spacing': '0.04em',
    'max-width': '94%',
  },
  thumbnail: {
    padding: '1px 4px',
    'border-radius': '3px',
    font: '9px/1.2 Inter, system-ui, sans-serif',
    'letter-spacing': '0.02em',
  },
};

/** A thumbnail has room for one word. */
const WORDS: Readonly<Record<MarkPlace, Readonly<Record<Mark, string>>>> = {
  viewport: MARK_TEXT,
  thumbnail: { synthetic: 'SYNTHETIC', simulated: 'SIMULATED' },
};

function applyStyle(element: HTMLElement, style: Readonly<Record<string, string>>): void {
  for (const [property, value] of Object.entries(style)) {
    element.style.setProperty(property, value, 'important');
  }
}

function createMark(mark: Mark, place: MarkPlace): HTMLElement {
  const element = document.createElement('div');
  element.setAttribute(MARK_ATTRIBUTE, mark);
  const name = place === 'viewport' ? 'mark' : `${place}-mark`;
  element.setAttribute('data-cy', `xray-to-mri-${name}-${mark}`);
  element.setAttribute('role', 'note');
  applyStyle(element, { ...ALWAYS, ...AT_PLACE[place] });
  const label = document.createElement('span');
  label.textContent = WORDS[place][mark];
  applyStyle(label, { display: 'inline-block', 'box-sizing': 'border-box' });
  applyStyle(label, { ...LABEL[place], ...OF_MARK[mark] });
  element.append(label);
  return element;
}

const expectedHtml = new Map<string, string>();

/** Whether a mark still is what `createMark` made. */
function isIntact(element: HTMLElement, mark: Mark, place: MarkPlace): boolean {
  const key = `${place} ${mark}`;
  const expected = expectedHtml.get(key) ?? createMark(mark, place).outerHTML;
  expectedHtml.set(key, expected);
  return element.outerHTML === expected;
}

/** Sees to it that an element carries this mark, whole and once; null takes any away. */
export function markElement(parent: Element, mark: Mark | null, place: MarkPlace): void {
  const present = [...parent.children].filter(
    (child): child is HTMLElement =>
      child instanceof HTMLElement && child.hasAttribute(MARK_ATTRIBUTE)
  );
  const [first] = present;
  if (mark && first && present.length === 1 && isIntact(first, mark, place)) {
    return;
  }
  present.forEach(element => element.remove());
  if (mark) {
    if (parent instanceof HTMLElement && getComputedStyle(parent).position === 'static') {
      parent.style.position = 'relative';
    }
    parent.append(createMark(mark, place));
  }
}
