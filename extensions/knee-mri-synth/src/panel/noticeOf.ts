import type { i18n } from 'i18next';
import type { Notice, SaveDescription, SaveOutcome } from '../host';
import { translate } from './i18n';

/** What is said about a save that ended after its study was left. */
export function noticeOf(
  { study, series, images }: SaveDescription,
  outcome: SaveOutcome,
  language: i18n
): Notice {
  const { t } = language;
  const title = `${series} (${study})`;
  const reasons = outcome.reasons.map(reason => translate(language, reason));
  switch (outcome.state) {
    case 'saved': {
      const isVerified = outcome.pixelsCompared > 0;
      const words = t(isVerified ? 'save.savedElsewhere' : 'save.savedNotCompared', {
        total: images,
      });
      const message = [words, ...reasons].join(' ');
      return { title, message, type: isVerified ? 'success' : 'warning' };
    }
    case 'partly-saved': {
      const words = t('save.partly', { stored: outcome.stored, total: images });
      return { title, message: [words, ...reasons].join(' '), type: 'warning' };
    }
    case 'failed':
      return { title, message: [t('save.failed'), ...reasons].join(' '), type: 'error' };
  }
}
