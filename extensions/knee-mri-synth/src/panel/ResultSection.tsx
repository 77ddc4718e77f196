import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GreyPicture } from './components/GreyPicture';
import { Section } from './components/Section';
import type { Phase, Progress } from '../host';
import { mostCentral, type JobView } from './session';
import { useSession } from './SessionContext';
import { useNumber } from './useNumber';

const PHASES: readonly Phase[] = ['load', 'selftest', 'radiograph', 'sample', 'decode', 'encode'];
const WITH_RATE: readonly Phase[] = ['sample', 'decode', 'encode'];

function Rate({ progress }: { progress: Progress }) {
  const { t } = useTranslation();
  const number = useNumber();
  const { phase, ratePerSecond } = progress;
  const shown = WITH_RATE.find(candidate => candidate === phase);
  if (!shown || !ratePerSecond || !Number.isFinite(ratePerSecond)) {
    return null;
  }
  const rate = number(ratePerSecond, ratePerSecond < 10 ? 1 : 0);
  return <span className="xtm-rate">{t(`job.rate.${shown}`, { rate })}</span>;
}

interface PhaseRowProps {
  phase: Phase;
  progress: Progress | undefined;
  /** A later phase has begun; without progress of its own there was nothing to do. */
  isPast: boolean;
}

function PhaseRow({ phase, progress, isPast }: PhaseRowProps) {
  const { t } = useTranslation();
  const label = t(`job.phase.${phase}`);
  const share = progress && progress.total > 0 ? progress.done / progress.total : 0;
  const done = !progress && isPast ? 1 : share;
  const state = done >= 1 ? 'done' : progress ? 'running' : 'waiting';
  return (
    <li className="xtm-phase" data-state={state} data-cy={`xtm-phase-${phase}`}>
      <span className="xtm-phase-name">{label}</span>
      {progress && state === 'running' ? <Rate progress={progress} /> : null}
      <progress value={done} max={1} aria-label={label} />
    </li>
  );
}

function Sheet({
  job,
  shown,
  show,
}: {
  job: JobView;
  shown: number | null;
  show(place: number): void;
}) {
  const { t } = useTranslation();
  return (
    <figure className="xtm-slices">
      <figcaption>
        <strong>SYNTHETIC</strong> {t('job.sheet')}
      </figcaption>
      <div className="xtm-sheet" role="group" aria-label={t('job.sheet')} data-cy="xtm-sheet">
        {job.pictures.map((picture, place) =>
          picture ? (
            <button
              key={place}
              type="button"
              className="xtm-thumb"
              aria-pressed={place === shown}
              onClick={() => show(place)}
              onMouseEnter={() => show(place)}
              data-cy="xtm-thumb"
            >
              <GreyPicture
                picture={picture}
                label={t('job.preview', { place: place + 1, count: job.pictures.length })}
              />
            </button>
          ) : (
            <span key={place} className="xtm-thumb xtm-thumb-empty" />
          )
        )}
      </div>
    </figure>
  );
}

/** What a job does and what it made: progress by phase, and the slices as they come. */
export function ResultSection() {
  const { t } = useTranslation();
  const job = useSession(state => state.job);
  const [chosen, setChosen] = useState<number | null>(null);
  if (job.status !== 'running' && job.status !== 'done') {
    return null;
  }
  const place = chosen !== null && job.pictures[chosen] ? chosen : mostCentral(job.pictures);
  const picture = place === null ? null : job.pictures[place];
  return (
    <Section id="result" title={t('job.title')} showOn={job.status + job.pictures.length}>
      <div className="xtm-result">
        {picture && place !== null ? (
          <figure className="xtm-preview">
            <GreyPicture
              picture={picture}
              label={t('job.preview', { place: place + 1, count: job.pictures.length })}
              id="xtm-preview"
            />
            <figcaption>SYNTHETIC</figcaption>
          </figure>
        ) : (
          <div className="xtm-preview xtm-preview-empty" role="status" data-cy="xtm-waiting">
            {job.waitingFor > 0 ? t('job.waiting', { count: job.waitingFor }) : t('job.starting')}
          </div>
        )}
        {job.status === 'running' ? (
          <ul className="xtm-phases" aria-label={t('job.progress')}>
            {PHASES.map((phase, index) => (
              <PhaseRow
                key={phase}
                phase={phase}
                progress={job.progress[phase]}
                isPast={PHASES.slice(index + 1).some(later => job.progress[later])}
              />
            ))}
          </ul>
        ) : place !== null ? (
          <p className="xtm-hint" data-cy="xtm-shown">
            {t('job.preview', { place: place + 1, count: job.pictures.length })}
          </p>
        ) : null}
      </div>
      <Sheet job={job} shown={place} show={setChosen} />
    </Section>
  );
}
