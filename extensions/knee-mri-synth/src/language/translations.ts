import { createInstance, type i18n, type Module, type ResourceKey } from 'i18next';

const FALLBACK = 'en';

interface Options {
  /** The language to begin with, for example "de-AT"; English unless told. */
  language?: string;
  plugins?: readonly Module[];
}

/**
 * Translations of the plugin's own, ready at once: the host's i18next is out of a plugin's reach.
 * @param words by language; what a regional variant lacks comes from its language, then from English
 */
export function createTranslations(
  words: Readonly<Record<string, ResourceKey>>,
  { language = FALLBACK, plugins = [] }: Options = {}
): i18n {
  const instance = createInstance();
  plugins.forEach(plugin => instance.use(plugin));
  void instance.init({
    lng: language,
    fallbackLng: FALLBACK,
    resources: Object.fromEntries(
      Object.entries(words).map(([code, translation]) => [code, { translation }])
    ),
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
}
