import type { i18n } from 'i18next';

type Language = Pick<i18n, 'resolvedLanguage'>;

/** A number with all of its digits, and the decimal sign of the language that the words are in. */
export function writeNumber({ resolvedLanguage }: Language, value: number): string {
  const parts = new Intl.NumberFormat(resolvedLanguage).formatToParts(0.5);
  const sign = parts.find(({ type }) => type === 'decimal')?.value ?? '.';
  return String(value).replace('.', sign);
}

/**
 * A number as it is written in the language that the words are in, which is English where the viewer's
 * language is not among those of the panel.
 * @param digits after the decimal sign
 */
export function formatNumber(
  { resolvedLanguage }: Language,
  value: number,
  digits: number
): string {
  return new Intl.NumberFormat(resolvedLanguage, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  }).format(value);
}
