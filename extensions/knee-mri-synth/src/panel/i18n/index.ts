import type { i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { ENGLISH, HOST_ENGLISH, type Sentence } from '../../host';
import { createTranslations } from '../../language';
import { de } from './de';
import { en, type Words } from './en';
import { writeNumber } from './formatNumber';
import { germanSentences, type Sentences } from './germanSentences';

export { formatNumber } from './formatNumber';

const LANGUAGES: Record<string, Words & { sentences: Sentences }> = {
  en: { ...en, sentences: { ...ENGLISH, ...HOST_ENGLISH } },
  de: { ...de, sentences: germanSentences },
};

/** The panel's translations. */
export const createI18n = (language: string): i18n =>
  createTranslations(LANGUAGES, { language, plugins: [initReactI18next] });

function write(i18n: i18n, value: Sentence['values'][string]): string {
  switch (typeof value) {
    case 'object':
      return translate(i18n, value);
    case 'number':
      return writeNumber(i18n, value);
    case 'string':
      return value;
  }
}

/** What engine and host say, in the language of the panel, numbers included. */
export function translate(i18n: i18n, { code, values, text }: Sentence): string {
  const filled: Record<string, string> = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, write(i18n, value)])
  );
  return i18n.t(`sentences.${code}`, text, filled);
}
