import { useTranslation } from 'react-i18next';
import { Button } from './components/Button';
import { Section } from './components/Section';
import { useActions, useSession } from './SessionContext';

/** Synthetic series that the archive has of this study, each with a button to make it again. */
export function StoredSection() {
  const { t } = useTranslation();
  const { repeat } = useActions();
  const isRunning = useSession(({ job }) => job.status === 'running');
  const runs = useSession(({ study }) => study?.storedRuns) ?? [];
  if (runs.length === 0) {
    return null;
  }
  return (
    <Section id="stored" title={t('stored.title')}>
      <ul className="xtm-stored">
        {runs.map(run => (
          <li key={run.id}>
            <span>
              {run.label}
              <span className="xtm-hint">{t('stored.details', { ...run })}</span>
            </span>
            <Button
              look="outline"
              id={`repeat-${run.id}`}
              disabled={isRunning}
              onClick={() => repeat(run)}
            >
              {t('stored.repeat')}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
