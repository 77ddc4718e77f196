import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadingName } from '../host';
import { COMPARTMENTS } from './readingTable';

/** A function that gives a reading's name with its place in the knee, in the user's language. */
export function useReadingLabel(): (name: ReadingName) => string {
  const { t } = useTranslation();
  return useCallback(
    (name: ReadingName) => {
      for (const { key, parts } of COMPARTMENTS) {
        for (const part of parts) {
          const found = part.readings.find(reading => reading.name === name);
          if (found) {
            const place = [t(`readings.${key}`), t(`readings.${part.key}`)];
            return [t(`readings.${found.finding}`), ...place].join(', ');
          }
        }
      }
      return t('readings.kl');
    },
    [t]
  );
}
