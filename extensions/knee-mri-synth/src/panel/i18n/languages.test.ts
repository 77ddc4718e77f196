import { createI18n } from '.';
import { de } from './de';
import { en } from './en';

/** Every key with the values that its text is filled with. */
function shapeOf(words: object, path = ''): Record<string, string[]> {
  return Object.assign(
    {},
    ...Object.entries(words).map(([key, value]: [string, unknown]) =>
      typeof value === 'string'
        ? { [path + key]: [...value.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort() }
        : shapeOf(value as object, `${path}${key}.`)
    )
  );
}

/** Words that are the same in both languages. */
const SHARED =
  /^(readings\.(notRead|medial|lateral|femur|tibia|kl|attrition|badge\..*)|sampling\.standard|runtime\.(webgpu|cpu|wasm_.*)|save\.patient)$/;

describe('the languages of the panel', () => {
  it('have the same keys, filled with the same values', () => {
    expect(shapeOf(de)).toEqual(shapeOf(en));
  });

  it('are all translated', () => {
    const german = createI18n('de').t;
    const english = createI18n('en').t;
    const same = Object.keys(shapeOf(en)).filter(key => german(key) === english(key));
    expect(same.filter(key => !SHARED.test(key))).toEqual([]);
  });

  it.each([
    ['de', 'Erzeugen'],
    ['de-CH', 'Erzeugen'],
    ['en-GB', 'Generate'],
    ['xx', 'Generate'],
  ])('follow the language of the viewer: %s', (language, word) => {
    expect(createI18n(language).t('job.generate')).toBe(word);
  });
});
