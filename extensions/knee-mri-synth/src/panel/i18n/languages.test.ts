import {
  checkRegion,
  identityProblem,
  judgeFilm,
  parseBundleMetadata,
  parseReadingsJson,
  parseReadingsTable,
  say,
  SpokenError,
  type Sentence,
} from '@xray-to-mri/engine';
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

function sentenceThrownBy(read: () => unknown): Sentence {
  try {
    read();
  } catch (error) {
    if (error instanceof SpokenError) return error.sentence;
  }
  throw new Error('No sentence was thrown.');
}

/** What a sentence is filled with that reads like words rather than like names: it would stay English. */
function proseIn({ values }: Sentence): string[] {
  return Object.values(values).flatMap(value =>
    typeof value === 'object'
      ? proseIn(value)
      : /[a-z]{2,} [a-z]{2,}/.test(String(value))
        ? [String(value)]
        : []
  );
}

/** Words that are the same in both languages. */
const SHARED =
  /^(readings\.(notRead|medial|lateral|femur|tibia|kl|attrition|badge\..*|suggestionShort|patient\.(height_m|weight_kg))|jointSpace\.(mm\.known|end\..*)|sampling\.standard|runtime\.(webgpu|cpu|wasm_.*)|save\.patient)$/;

describe('what engine and host say', () => {
  const english = { ...ENGLISH, ...HOST_ENGLISH };

  it('has the same codes in both languages, filled with the same values', () => {
    expect(shapeOf(germanSentences)).toEqual(shapeOf(english));
  });

  it('is all translated', () => {
    const same = Object.entries(english).filter(
      ([code, text]) => germanSentences[code as keyof typeof english] === text
    );
    expect(same.map(([code]) => code)).toEqual(['bothParts', 'listed']);
  });

  it('is said in the language of the panel, and what is within it too', () => {
    const { reason } = judgeFilm({ Modality: 'DX', ViewPosition: 'LL' });
    expect(translate(createI18n('de'), reason)).toBe(
      'Dieses Röntgenbild ist eine seitliche Aufnahme. Nach ViewPosition ist es eine seitliche Aufnahme. Wählen Sie eine Knieaufnahme von vorn (a.-p. oder p.-a.).'
    );
    expect(translate(createI18n('en'), reason)).toBe(reason.text);
    const setting = tell('settingRuntime', { setting: 'xrayToMri.runtime' });
    expect(translate(createI18n('de'), setting)).toBe(
      '„xrayToMri.runtime“ in app-config.js muss „webgpu“ oder „wasm“ sein.'
    );
  });

  it.each<[string, () => unknown, string]>([
    [
      'wrong readings',
      () => parseReadingsJson('{"XRKL": 9, "XRX": 1, "XRJSM": "a"}'),
      'Die Befunde sind fehlerhaft: XRKL muss eine ganze Zahl von 0 bis 4 oder null sein, nicht 9; XRX ist keiner der Namen',
    ],
    [
      'a wrong table',
      () => parseReadingsTable('V00XRKL\n9'),
      'XRKL der Tabelle muss eine ganze Zahl von 0 bis 4 sein oder fehlen',
    ],
    [
      'a model for something else',
      () => parseBundleMetadata({}),
      'configs/metadata.json des Modells ist nicht so, wie diese Version der Software es braucht (version: muss vom Typ string sein; ',
    ],
  ])('is German wholly, with what it is filled with: %s', (_, read, german) => {
    const sentence = sentenceThrownBy(read);
    expect(translate(createI18n('de'), sentence)).toContain(german);
    expect(proseIn(sentence)).toEqual([]);
  });

  it('has decimals as the language writes them, and names as they are', () => {
    const film = { pixels: new Float32Array(1), rows: 1000, columns: 1000 };
    const spacing = { pixelSpacingMm: 0.2, spacingSource: 'PixelSpacing' as const };
    const square = { x: 0, y: 0, width: 500, height: 500 };
    const [note] = checkRegion({ ...film, ...spacing }, square, 0.2, 140);
    const german = createI18n('de');
    expect(translate(german, note ?? tell('somethingWrong'))).toMatch(/für 1,4-mal größer/);
    const grade = sentenceThrownBy(() => parseReadingsJson('{"XRKL": 1.25}'));
    expect(translate(german, grade)).toContain(
      'XRKL muss eine ganze Zahl von 0 bis 4 oder null sein, nicht 1,25'
    );
    expect(translate(createI18n('en'), grade)).toBe(grade.text);
    const software = say('softwareDiffers', { before: '0.1.0', now: '0.2.0' });
    expect(translate(german, software)).toContain('0.1.0');
  });

  it('is German wholly of an attribute that breaks the rules', () => {
    const problem = identityProblem({ PatientID: 'x'.repeat(65), StudyInstanceUID: '1.2' });
    const sentence = problem ?? tell('somethingWrong');
    expect(translate(createI18n('de'), sentence)).toMatch(
      /^Beim Röntgenbild ist PatientID fehlerhaft \(länger als 64 Zeichen\);/
    );
    expect(proseIn(sentence)).toEqual([]);
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
