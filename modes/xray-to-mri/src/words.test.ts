import { modeFactory } from './mode';
import { isValidMode } from './validity';

/** Chooses the viewer's language as OHIF keeps it. */
const choose = (language: string) => localStorage.setItem('i18nextLng', language);

const describeStudy = (modalities: string) => isValidMode({ modalities }).description;

async function describeInOldViewer(): Promise<string> {
  const mode = await modeFactory({});
  return mode.isValidMode({ modalities: 'DX' }).description;
}

const ENGLISH = [
  'Synthetic knee MRI from the radiograph of this study',
  'Needs a radiograph (CR, DX or RF) in the study',
  'X-ray to MRI needs OHIF 3.13 or newer; this viewer is older. Ask your administrator to update it.',
];

const GERMAN = [
  'Synthetische Knie-MRT aus dem Röntgenbild dieser Studie',
  'Braucht ein Röntgenbild (CR, DX oder RF) in der Studie',
  'X-ray to MRI braucht OHIF 3.13 oder neuer; dieser Viewer ist älter. Bitten Sie Ihren Administrator, ihn zu aktualisieren.',
];

describe('what the mode says in the work list', () => {
  afterEach(() => localStorage.clear());

  it.each([
    ['en-US', ENGLISH],
    ['de', GERMAN],
    ['de-AT', GERMAN],
    ['fr', ENGLISH],
    ['zh-CN', ENGLISH],
  ])('follows the language of the viewer: %s', async (language, [fits, needs, tooOld]) => {
    choose(language);
    expect(describeStudy('DX')).toBe(fits);
    expect(describeStudy('MR')).toBe(needs);
    expect(await describeInOldViewer()).toBe(tooOld);
  });

  it('is in the language of the browser where none was chosen', () => {
    const browser = jest.spyOn(navigator, 'language', 'get').mockReturnValue('de-CH');
    expect(describeStudy('DX')).toBe(GERMAN[0]);
    browser.mockRestore();
  });

  it('changes with the language, without a reload', () => {
    choose('de');
    expect(describeStudy('CT')).toBe(GERMAN[1]);
    choose('en-GB');
    expect(describeStudy('CT')).toBe(ENGLISH[1]);
  });
});
