import type { i18n } from 'i18next';

/**
 * A number as it is written in the language that the words are in, which is English where the viewer's
 * language is not among those of the panel.
 * @param digits after the decimal sign
 */
export function formatNumber(
  { resolvedLanguage }: Pick<i18n, 'resolvedLanguage'>,
  value: number,
  digits: number
): string {
  return new Intl.NumberFormat(resolvedLanguage, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  }).format(value);
}
