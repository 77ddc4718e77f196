import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from './i18n';

/** A function that writes a number, with so many digits, in the language of the panel. */
export function useNumber(): (value: number, digits: number) => string {
  const { i18n } = useTranslation();
  return useCallback((value: number, digits: number) => formatNumber(i18n, value, digits), [i18n]);
}
