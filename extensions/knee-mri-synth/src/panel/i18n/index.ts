import { createInstance, type i18n, type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { de } from './de';
import { ENGLISH, HOST_ENGLISH, type Sentence } from '../../host';
import { en, type Words } from './en';
import { germanSentences, type Sentences } from './germanSentences';

const LANGUAGES: Record<string, Words & { sentences: Sentences }> = {
  en: { ...en, sentences: { ...ENGLISH, ...HOST_ENGLISH } },
  de: { ...de, sentences: germanSentences },
};

/** The panel's own translations: the host's i18next is out of a plugin's reach. */
export function createI18n(language: string): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: Object.fromEntries(
      Object.entries(LANGUAGES).map(([code, translation]) => [code, { translation }])
    ),
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
}

/** What engine and host say, in the language of the panel. */
export function translate(t: TFunction, sentence: Sentence): string {
  const values = Object.entries(sentence.values).map(([name, value]) => [
    name,
    typeof value === 'object' ? translate(t, value) : value,
  ]);
  const filled: Record<string, string> = Object.fromEntries(values);
  return t(`sentences.${sentence.code}`, sentence.text, filled);
}
