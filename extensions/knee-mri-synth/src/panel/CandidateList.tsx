import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Candidate } from '../host';
import { CandidateName } from './CandidateName';
import { Button } from './components/Button';
import { Message } from './components/Message';
import { overviewOf } from './session';
import { useActions, useSession } from './SessionContext';
import { useIsDoubted } from './useIsDoubted';
import { useSay } from './useSay';

function CandidateRow({ candidate, isChosen }: { candidate: Candidate; isChosen: boolean }) {
  const { t } = useTranslation();
  const say = useSay();
  const { id, usable, reason } = candidate;
  const looks = useSession(state => state.looks[id]);
  const isDoubted = useIsDoubted();
  const { choose } = useActions();
  return (
    <label className="xtm-candidate" data-usable={usable}>
      <input
        type="radio"
        name="xtm-candidate"
        checked={isChosen}
        disabled={!usable}
        onChange={() => choose(id)}
      />
      <span>
        <CandidateName candidate={candidate} />
        <span className="xtm-hint">
          {isChosen && isDoubted(reason) ? '' : say(reason)}{' '}
          {looks === undefined ? '' : t(looks ? 'radiograph.looks' : 'radiograph.looksNot')}
        </span>
      </span>
    </label>
  );
}

interface OthersProps {
  count: number;
  areListed: boolean;
  onToggle(): void;
}

/**
 * The way to the images of long series that are not listed: by the list, or by the viewer, where a series is
 * looked through quicker.
 */
function Others({ count, areListed, onToggle }: OthersProps) {
  const { t } = useTranslation();
  const say = useSay();
  const { chooseShown } = useActions();
  const [refused, setRefused] = useState<string | null>(null);
  const useShown = () => {
    const shown = chooseShown();
    setRefused(shown?.usable ? null : shown ? say(shown.reason) : t('radiograph.nothingShown'));
  };
  return (
    <>
      <div className="xtm-row xtm-others">
        <Button look="ghost" id="others" onClick={onToggle}>
          {areListed ? t('radiograph.fewer') : t('radiograph.others', { count })}
        </Button>
        <Button look="outline" id="use-shown" onClick={useShown}>
          {t('radiograph.useShown')}
        </Button>
      </div>
      {refused === null ? null : (
        <Message kind="warning" id="shown-refused">
          {refused}
        </Message>
      )}
    </>
  );
}

/** The images to choose from, at first without most of those of long series. */
export function CandidateList({ candidates }: { candidates: readonly Candidate[] }) {
  const { t } = useTranslation();
  const chosenId = useSession(state => state.candidateId);
  const [isWhole, setWhole] = useState(false);
  const overview = useMemo(() => overviewOf(candidates, chosenId), [candidates, chosenId]);
  const others = candidates.length - overview.length;
  const isLong = isWhole && others > 0;
  return (
    <>
      <div
        role="radiogroup"
        aria-label={t('radiograph.which')}
        className={`xtm-candidates ${isLong ? 'xtm-candidates-all' : ''}`}
      >
        {(isLong ? candidates : overview).map(candidate => (
          <CandidateRow
            key={candidate.id}
            candidate={candidate}
            isChosen={candidate.id === chosenId}
          />
        ))}
      </div>
      {others === 0 ? null : (
        <Others count={others} areListed={isWhole} onToggle={() => setWhole(!isWhole)} />
      )}
    </>
  );
}
