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
    ['en-US', 'Region for X-ray to MRI', ['4.0 mm', '4.0 mm at the detector', 'about 4.0 mm']],
    ['de', 'Ausschnitt für X-ray to MRI', ['4,0 mm', '4,0 mm am Detektor', 'etwa 4,0 mm']],
  ])('is in the language of the viewer: %s', (language, region, widths) => {
    const host = { ...createFakeHost(), language };
    const panel = createPanel(host, createStudyMemory());
    expect(host.regionLabel).toBe(region);
    const labels = (['known', 'detector', 'estimated'] as const).map(scale =>
      host.widthLabel({ widthMm: 4.04, scale })
    );
    expect(labels).toEqual(widths);
    panel.stop();
  });
});
