import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sentence } from '../host';
import { translate } from './i18n';

/** A function that gives what engine or host say in the language of the panel. */
export function useSay(): (sentence: Sentence) => string {
  const { i18n } = useTranslation();
  return useCallback((sentence: Sentence) => translate(i18n, sentence), [i18n]);
}
