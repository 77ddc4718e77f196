import { judgeFilm } from '@xray-to-mri/engine';
import { ENGLISH, HOST_ENGLISH, tell } from '../../host';
import { createI18n, translate } from '.';
import { de } from './de';
import { en } from './en';
import { germanSentences } from './germanSentences';

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
  /^(readings\.(notRead|medial|lateral|femur|tibia|kl|attrition|badge\..*|suggestionShort|patient\.(height_m|weight_kg))|jointSpace\.(mm|end\..*)|sampling\.standard|runtime\.(webgpu|cpu|wasm_.*)|save\.patient)$/;

describe('what engine and host say', () => {
  const english = { ...ENGLISH, ...HOST_ENGLISH };

  it('has the same codes in both languages, filled with the same values', () => {
    expect(shapeOf(germanSentences)).toEqual(shapeOf(english));
  });

  it('is all translated', () => {
    const same = Object.entries(english).filter(
      ([code, text]) => germanSentences[code as keyof typeof english] === text
    );
    expect(same.map(([code]) => code)).toEqual(['bothParts']);
  });

  it('is said in the language of the panel, and what is within it too', () => {
    const { reason } = judgeFilm({ Modality: 'DX', ViewPosition: 'LL' });
    expect(translate(createI18n('de').t, reason)).toBe(
      'Dieses Röntgenbild ist eine seitliche Aufnahme. Nach ViewPosition ist es eine seitliche Aufnahme. Wählen Sie eine Knieaufnahme von vorn (a.-p. oder p.-a.).'
    );
    expect(translate(createI18n('en').t, reason)).toBe(reason.text);
    const setting = tell('settingRuntime', { setting: 'xrayToMri.runtime' });
    expect(translate(createI18n('de').t, setting)).toBe(
      '„xrayToMri.runtime“ in app-config.js muss „webgpu“ oder „wasm“ sein.'
    );
  });

  it('stays as it is where it is in English only', () => {
    expect(translate(createI18n('de').t, 'The archive is busy.')).toBe('The archive is busy.');
  });
});

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
