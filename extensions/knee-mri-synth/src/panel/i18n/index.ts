import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { de } from './de';
import { en, type Words } from './en';

const LANGUAGES: Record<string, Words> = { en, de };

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
