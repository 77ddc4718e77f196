import { useTranslation } from 'react-i18next';
import type { BundleMetadata, ReadingSuggestions } from '../host';
import { Button } from './components/Button';
import { Message } from './components/Message';
import { useReadingLabel } from './readingLabel';
import { countUnreadSuggested, currentSuggestions } from './session';
import { useActions, useSession } from './SessionContext';
import { useNumber } from './useNumber';
import { useSay } from './useSay';

type Grader = NonNullable<BundleMetadata['xray_to_mri']['grader']>;

/** How far the grader's suggestions agree with the truth, from the worst variable to the best. */
function kappaRange({ suggestions }: ReadingSuggestions): { low: number; high: number } {
  const kappas = suggestions.map(({ kappa }) => kappa);
  return { low: Math.min(...kappas), high: Math.max(...kappas) };
}

function Found({ found, grader }: { found: ReadingSuggestions; grader: Grader }) {
  const { t } = useTranslation();
  const number = useNumber();
  const label = useReadingLabel();
  const unread = useSession(countUnreadSuggested);
  const { acceptSuggestions, dismissSuggestions } = useActions();
  const count = found.suggestions.length;
  const { low, high } = kappaRange(found);
  return (
    <Message kind="info" id="suggestions">
      <p>{t('readings.suggested', { count })}</p>
      {count > 0 ? (
        <p className="xtm-hint">
          {t('readings.agreement', {
            low: number(low, 2),
            high: number(high, 2),
            knees: grader.agreement.knees,
          })}
        </p>
      ) : null}
      {found.untold.length > 0 ? (
        <p className="xtm-hint">
          {t('readings.untold', { names: found.untold.map(label).join('; ') })}
        </p>
      ) : null}
      <div className="xtm-row">
        <Button look="outline" id="accept-all" disabled={unread === 0} onClick={acceptSuggestions}>
          {t('readings.acceptAll', { count: unread })}
        </Button>
        <Button look="ghost" id="dismiss-suggestions" onClick={dismissSuggestions}>
          {t('readings.dismiss')}
        </Button>
      </div>
    </Message>
  );
}

/** Readings that the model's grader proposes, where the model has one; nothing is filled in by it. */
export function Suggestions({ grader }: { grader: Grader }) {
  const { t } = useTranslation();
  const say = useSay();
  const suggested = useSession(currentSuggestions);
  const isReady = useSession(
    ({ radiograph, region, side }) =>
      radiograph.status === 'ready' && region.status === 'ready' && side !== null
  );
  const { suggestReadings } = useActions();
  const found = suggested?.found ?? { status: 'none' };
  if (found.status === 'ready') {
    return <Found found={found.value} grader={grader} />;
  }
  return (
    <>
      {found.status === 'failed' ? (
        <Message kind="error" id="suggestions-error">
          {say(found.message)}
        </Message>
      ) : null}
      <div className="xtm-row">
        <Button
          look="outline"
          id="suggest"
          disabled={!isReady || found.status === 'loading'}
          onClick={suggestReadings}
        >
          {t(found.status === 'loading' ? 'readings.suggesting' : 'readings.suggest')}
        </Button>
        <span className="xtm-hint">{t('readings.suggestHint')}</span>
      </div>
    </>
  );
}
