import { useTranslation } from 'react-i18next';
import { Message } from './components/Message';
import { textOf, type Sentence, type SaveOutcome } from '../host';
import type { Save } from './session';
import { useSay } from './useSay';

function Reasons({ reasons }: { reasons: readonly Sentence[] }) {
  const say = useSay();
  return (
    <>
      {reasons.map(reason => (
        <p key={textOf(reason)}>{say(reason)}</p>
      ))}
    </>
  );
}

function Ended({ outcome }: { outcome: SaveOutcome }) {
  const { t } = useTranslation();
  switch (outcome.state) {
    case 'saved':
      return outcome.pixelsCompared > 0 ? (
        <Message kind="success" id="saved">
          {t('save.saved', { total: outcome.stored, compared: outcome.pixelsCompared })}
        </Message>
      ) : (
        <Message kind="warning" id="saved-not-compared">
          {t('save.savedNotCompared', { total: outcome.stored })}
          <Reasons reasons={outcome.reasons} />
        </Message>
      );
    case 'partly-saved':
      return (
        <Message kind="warning" id="partly-saved">
          {t(outcome.stored < outcome.images ? 'save.partly' : 'save.unverified', {
            stored: outcome.stored,
            total: outcome.images,
          })}
          <Reasons reasons={outcome.reasons} />
        </Message>
      );
    case 'failed':
      return (
        <Message kind="error" id="save-failed">
          {t('save.failed')}
          <Reasons reasons={outcome.reasons} />
        </Message>
      );
  }
}

/** Whether the series is in the archive: always one of the named states. */
export function SaveState({ save }: { save: Save }) {
  const { t } = useTranslation();
  const say = useSay();
  switch (save.status) {
    case 'confirming':
      return <SaveState save={save.before} />;
    case 'unsaved':
      return (
        <Message kind="warning" id="unsaved">
          {t('save.unsaved')}
        </Message>
      );
    case 'refused':
      return (
        <Message kind="error" id="save-refused">
          {say(save.message)}
        </Message>
      );
    case 'saving':
      return (
        <Message kind="info" id="saving">
          {t('save.saving', { done: save.done, total: save.total })}
          <progress value={save.done} max={save.total} aria-label={t('save.title')} />
        </Message>
      );
    case 'ended':
      return <Ended outcome={save.outcome} />;
  }
}
