import { createFakeHost } from '../../test/fakeHost';
import { createPanel, createStudyMemory } from '.';

beforeAll(() => {
  // jsdom knows no constructed style sheets.
  Object.assign(globalThis, {
    CSSStyleSheet: class {
      replaceSync() {}
    },
  });
  Object.assign(document, { adoptedStyleSheets: [] });
});

describe('what the panel has written on the film', () => {
  it.each([
    ['en-US', 'Region for X-ray to MRI', '4.0 mm'],
    ['de', 'Ausschnitt für X-ray to MRI', '4,0 mm'],
  ])('is in the language of the viewer: %s', (language, region, width) => {
    const host = { ...createFakeHost(), language };
    const panel = createPanel(host, createStudyMemory());
    expect(host.regionLabel).toBe(region);
    expect(host.widthLabel(4.04)).toBe(width);
    panel.stop();
  });
});
