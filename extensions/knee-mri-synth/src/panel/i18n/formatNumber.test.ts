import { createI18n, formatNumber } from '.';
import { writeNumber } from './formatNumber';

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

describe('a number with all of its digits', () => {
  it.each([
    ['en', 0.143, '0.143'],
    ['de', 0.143, '0,143'],
    ['de-CH', 0.143, '0,143'],
    ['fr', 0.143, '0.143'],
    ['de', 1234567.5, '1234567,5'],
    ['de', -0.1, '-0,1'],
    ['de', 140, '140'],
    ['de', Number.NaN, 'NaN'],
  ])('has the decimal sign of the words: %s, %d', (language, value, written) => {
    expect(writeNumber(createI18n(language), value)).toBe(written);
  });
});
