import { createI18n, formatNumber } from '.';

describe('a number in the panel', () => {
  it.each([
    ['en', '4.0'],
    ['de', '4,0'],
    ['de-AT', '4,0'],
    // These have no words here, so that the words are English; the last is not even the tag of a language.
    ['fr', '4.0'],
    ['test-LNG', '4.0'],
  ])('is written as in the language of its words: %s', (language, written) => {
    expect(formatNumber(createI18n(language), 4.04, 1)).toBe(written);
  });

  it('is rounded, and never grouped into what could be read as a decimal sign', () => {
    const german = createI18n('de');
    expect(formatNumber(german, 0.806, 2)).toBe('0,81');
    expect(formatNumber(german, 63.4, 0)).toBe('63');
    expect(formatNumber(german, 1234.56, 1)).toBe('1234,6');
  });
});
