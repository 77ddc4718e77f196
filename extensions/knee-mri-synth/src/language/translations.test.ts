import { createTranslations } from '.';

const WORDS = {
  en: { knee: 'knee', hip: 'hip', named: 'the {{name}}' },
  de: { knee: 'Knie' },
  'de-AT': { knee: 'Haxn' },
};

describe('translations', () => {
  it.each([
    ['de', 'Knie'],
    ['de-DE', 'Knie'],
    ['de-AT', 'Haxn'],
    ['en-US', 'knee'],
    ['fr', 'knee'],
  ])('are there at once, in the nearest language there is: %s', (language, knee) => {
    expect(createTranslations(WORDS, { language }).t('knee')).toBe(knee);
    expect(createTranslations(WORDS).getFixedT(language)('knee')).toBe(knee);
  });

  it('are English where a language lacks a word, and where none is named', () => {
    expect(createTranslations(WORDS, { language: 'de' }).t('hip')).toBe('hip');
    expect(createTranslations(WORDS).t('knee')).toBe('knee');
  });

  it('leave names as they are: what shows them escapes them', () => {
    const { t } = createTranslations(WORDS);
    expect(t('named', { name: '<b> & "c"' })).toBe('the <b> & "c"');
  });
});
