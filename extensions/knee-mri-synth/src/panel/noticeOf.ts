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
    case 'saved': {
      const isVerified = outcome.pixelsCompared > 0;
      const words = t(isVerified ? 'save.savedElsewhere' : 'save.savedNotCompared', {
        total: images,
      });
      const message = [words, ...outcome.reasons].join(' ');
      return { title, message, type: isVerified ? 'success' : 'warning' };
    }
    case 'partly-saved': {
      const words = t('save.partly', { stored: outcome.stored, total: images });
      return { title, message: [words, ...outcome.reasons].join(' '), type: 'warning' };
    }
    case 'failed':
      return { title, message: [t('save.failed'), ...outcome.reasons].join(' '), type: 'error' };
  }
}
