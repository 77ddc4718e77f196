import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Said } from '../host';
import { translate } from './i18n';

/** A function that gives what engine or host say in the language of the panel. */
export function useSay(): (said: Said) => string {
  const { t } = useTranslation();
  return useCallback((said: Said) => translate(t, said), [t]);
}
