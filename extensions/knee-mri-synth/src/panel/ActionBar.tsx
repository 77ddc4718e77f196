import { useTranslation } from 'react-i18next';
import { Button } from './components/Button';
import { Message } from './components/Message';
import { textOf, type Completion, type RepeatResult, type RuntimeDescription } from '../host';
import { useNameOf } from './CandidateName';
import { SaveState } from './SaveState';
import { filmOf, jobOf, otherKneeOf, type Job, type Save } from './session';
import { useActions, useSession } from './SessionContext';
import { useNumber } from './useNumber';
import { useSay } from './useSay';

function RuntimeLine({ runtime }: { runtime: RuntimeDescription }) {
  const { t } = useTranslation();
  const say = useSay();
  const name = t(`runtime.${runtime.runtime}`, { count: runtime.threads });
  const line = `${t('runtime.label')} ${name}`;
  if (runtime.notes.length === 0) {
    return (
      <p className="xtm-hint" data-cy="xtm-runtime">
        {line}
      </p>
    );
  }
  return (
    <details className="xtm-hint xtm-runtime" data-cy="xtm-runtime">
      <summary>
        {line} <span className="xtm-why">{t('runtime.why')}</span>
      </summary>
      {runtime.notes.map(note => (
        <p key={textOf(note)}>{say(note)}</p>
      ))}
    </details>
  );
}

function Repeated({ result }: { result: RepeatResult }) {
  const { t } = useTranslation();
  const say = useSay();
  return (
    <Message kind={result.verdict === 'different' ? 'warning' : 'success'} id="repeated">
      {[t(`repeated.${result.verdict}`), ...result.changes.map(say)].join(' ')}
    </Message>
  );
}

/** What came of making a series again that is stored in part. */
function Completed({ completion }: { completion: Completion }) {
  const { t } = useTranslation();
  const say = useSay();
  const isSaved = useSession(
    ({ save }) => save.status === 'ended' && save.outcome.state === 'saved'
  );
  if (completion.isSame) {
    return (
      <Message kind="success" id="completed">
        {t(isSaved ? 'completed.reload' : 'completed.same')}
      </Message>
    );
  }
  return (
    <Message kind="warning" id="not-completed">
      {[t('completed.not'), ...completion.reasons.map(say), t('completed.asNew')].join(' ')}
    </Message>
  );
}

/** Says whose knee the result is where another one is chosen now. */
function OtherKnee() {
  const { t } = useTranslation();
  const nameOf = useNameOf();
  const from = useSession(otherKneeOf);
  const chosen = useSession(state => filmOf(state, state.candidateId));
  const film = useSession(({ study }) =>
    study?.candidates.find(({ id, imageUID }) => from && (imageUID ?? id) === from.film)
  );
  if (!from) {
    return null;
  }
  return (
    <Message kind="warning" id="other-knee">
      {film && from.film !== chosen
        ? t(`job.otherFilm.${from.side}`, { film: nameOf(film) })
        : t(`job.otherKnee.${from.side}`)}
    </Message>
  );
}

function JobState({ job }: { job: Job }) {
  const { t } = useTranslation();
  const number = useNumber();
  const say = useSay();
  switch (job.status) {
    case 'cancelled':
      return (
        <Message kind="info" id="cancelled">
          {t('job.cancelled')}
        </Message>
      );
    case 'failed':
      return (
        <Message kind="error" id="job-error">
          {say(job.message)}
        </Message>
      );
    case 'done':
      return (
        <>
          <p className="xtm-summary" data-cy="xtm-summary">
            {t('job.summary', { count: job.series.images, seconds: number(job.seconds, 1) })}
            <span className="xtm-hint">{t('job.details', job.series.options)}</span>
          </p>
          {job.repeated ? <Repeated result={job.repeated} /> : null}
          {job.series.completion ? <Completed completion={job.series.completion} /> : null}
        </>
      );
    default:
      return null;
  }
}

type SaveLabel = 'save.button' | 'save.retry' | 'save.retryAll';

/** What the save button says; null where there is nothing to save, or a save is under way. */
function saveLabel(save: Save): SaveLabel | null {
  if (save.status === 'confirming') {
    return saveLabel(save.before);
  }
  if (save.status === 'saving' || save.status === 'refused') {
    return null;
  }
  if (save.status !== 'ended') {
    return 'save.button';
  }
  switch (save.outcome.state) {
    case 'saved':
      return null;
    case 'partly-saved':
      return 'save.retry';
    case 'failed':
      return 'save.retryAll';
  }
}

/** The buttons that matter, the state they led to, and the notice: always in sight. */
export function ActionBar() {
  const { t } = useTranslation();
  const job = useSession(state => state.job);
  const save = useSession(state => state.save);
  const isComplete = useSession(state => jobOf(state) !== null);
  const { generate, cancel, askToSave } = useActions();
  const label = job.status === 'done' ? saveLabel(save) : null;
  const ready = isComplete && save.status !== 'saving';
  return (
    <footer className="xtm-actions">
      <OtherKnee />
      <JobState job={job} />
      {job.status === 'done' ? <SaveState save={save} /> : null}
      {job.status === 'running' || job.status === 'done'
        ? job.runtime && <RuntimeLine runtime={job.runtime} />
        : null}
      <div className="xtm-buttons">
        {job.status === 'running' ? (
          <Button look="secondary" id="cancel" onClick={cancel}>
            {t('job.cancel')}
          </Button>
        ) : (
          <Button
            look={label ? 'secondary' : 'primary'}
            id="generate"
            disabled={!ready}
            onClick={generate}
          >
            {job.status === 'done' ? t('job.again') : t('job.generate')}
          </Button>
        )}
        {label ? (
          <Button id="save" onClick={askToSave}>
            {t(label)}
          </Button>
        ) : null}
      </div>
      <p className="xtm-notice" data-cy="xtm-notice">
        {t('notice')}
      </p>
    </footer>
  );
}
