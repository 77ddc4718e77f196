import { useTranslation } from 'react-i18next';
import type { StoredRun } from '../host';
import { Button } from './components/Button';
import { Message } from './components/Message';
import { Section } from './components/Section';
import { useActions, useSession } from './SessionContext';
import { useSay } from './useSay';

function Missing({ run }: { run: StoredRun }) {
  const { t } = useTranslation();
  const { missing, stored, images } = run;
  return missing === null ? null : (
    <Message kind="warning" id={`missing-${run.id}`}>
      {t(`stored.${missing}`, { stored, images })}
    </Message>
  );
}

function Run({ run }: { run: StoredRun }) {
  const { t } = useTranslation();
  const say = useSay();
  const { repeat, complete } = useActions();
  const isRunning = useSession(({ job }) => job.status === 'running');
  const { images, steps, seed } = run;
  return (
    <li data-cy={`xtm-stored-${run.kind}`}>
      <span>
        {run.label}
        <span className="xtm-hint">{t('stored.details', { images, steps, seed })}</span>
        <Missing run={run} />
        {run.obstacle === null ? null : <span className="xtm-hint">{say(run.obstacle)}</span>}
      </span>
      {run.obstacle === null ? (
        <span className="xtm-stored-buttons">
          {run.missing === null ? null : (
            <Button id={`complete-${run.id}`} disabled={isRunning} onClick={() => complete(run)}>
              {t('stored.complete')}
            </Button>
          )}
          <Button
            look="outline"
            id={`repeat-${run.id}`}
            disabled={isRunning}
            onClick={() => repeat(run)}
          >
            {t('stored.repeat')}
          </Button>
        </span>
      ) : null}
    </li>
  );
}

/**
 * Synthetic series that the archive has of this study, and the reports about them: each with a button to make
 * it again, and one to complete what is stored in part.
 */
export function StoredSection() {
  const { t } = useTranslation();
  const runs = useSession(({ study }) => study?.storedRuns) ?? [];
  if (runs.length === 0) {
    return null;
  }
  return (
    <Section id="stored" title={t('stored.title')}>
      <ul className="xtm-stored">
        {runs.map(run => (
          <Run key={run.id} run={run} />
        ))}
      </ul>
    </Section>
  );
}
