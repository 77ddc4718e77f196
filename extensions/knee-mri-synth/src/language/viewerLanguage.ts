/** Where the host's i18next keeps the language that the user chose. */
const HOST_LANGUAGE_KEY = 'i18nextLng';

/** The language of the viewer at the moment, for example "en-US"; the browser's, where none was chosen. */
export const viewerLanguage = (): string =>
  localStorage.getItem(HOST_LANGUAGE_KEY) ?? navigator.language;
