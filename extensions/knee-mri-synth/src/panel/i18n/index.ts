import type { i18n, TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { ENGLISH, HOST_ENGLISH, type Sentence } from '../../host';
import { createTranslations } from '../../language';
import { de } from './de';
import { en, type Words } from './en';
import { germanSentences, type Sentences } from './germanSentences';

export { formatNumber } from './formatNumber';

const LANGUAGES: Record<string, Words & { sentences: Sentences }> = {
  en: { ...en, sentences: { ...ENGLISH, ...HOST_ENGLISH } },
  de: { ...de, sentences: germanSentences },
};

/** The panel's translations. */
export const createI18n = (language: string): i18n =>
  createTranslations(LANGUAGES, { language, plugins: [initReactI18next] });

/** What engine and host say, in the language of the panel. */
export function translate(t: TFunction, sentence: Sentence): string {
  const values = Object.entries(sentence.values).map(([name, value]) => [
    name,
    typeof value === 'object' ? translate(t, value) : value,
  ]);
  const filled: Record<string, string> = Object.fromEntries(values);
  return t(`sentences.${sentence.code}`, sentence.text, filled);
}
