import type { TFunction } from 'i18next';
import type { Notice, SaveDescription, SaveOutcome } from '../host';

/** What is said about a save that ended after its study was left. */
export function noticeOf(
  { study, series, images }: SaveDescription,
  outcome: SaveOutcome,
  t: TFunction
): Notice {
  const title = `${series} (${study})`;
  switch (outcome.state) {
    case 'saved':
      return { title, message: t('save.savedElsewhere', { total: images }), type: 'success' };
    case 'partly-saved': {
      const words = t('save.partly', { stored: outcome.stored, total: images });
      return { title, message: [words, ...outcome.reasons].join(' '), type: 'warning' };
    }
    case 'failed':
      return { title, message: [t('save.failed'), ...outcome.reasons].join(' '), type: 'error' };
  }
}
