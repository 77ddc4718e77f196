import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { GreyPicture } from './components/GreyPicture';
import { Message } from './components/Message';
import { Section } from './components/Section';
import { Segmented } from './components/Segmented';
import { saysTheSame, textOf, type Candidate, type Side } from '../host';
import { CandidateList } from './CandidateList';
import { CandidateName } from './CandidateName';
import { Doubts } from './Doubts';
import { FilmControls } from './FilmControls';
import { RegionControls } from './RegionControls';
import { useIsDoubted } from './useIsDoubted';
import { useActions, useSession } from './SessionContext';
import { useSay } from './useSay';

function SideChoice() {
  const { t } = useTranslation();
  const say = useSay();
  const radiograph = useSession(state => state.radiograph);
  const region = useSession(state => state.region);
  const side = useSession(state => state.side);
  const { setSide } = useActions();
  if (radiograph.status !== 'ready') {
    return null;
  }
  const { side: named, sideReason } = radiograph.value;
  const isNamed = side !== null && side === named;
  const looksLike = region.status === 'ready' ? region.value.looksLike : null;
  const asked = looksLike ? t(`side.looksLike.${looksLike}`) : t('side.ask');
  const explanation = side === null ? asked : named === null ? t('side.chosen') : t('side.differs');
  return (
    <div className="xtm-side">
      <div className="xtm-row">
        <span className="xtm-label">{t('side.title')}</span>
        <Segmented<Side>
          label={t('side.title')}
          id="side"
          value={side}
          onChange={setSide}
          choices={[
            { value: 'R', label: t('side.R') },
            { value: 'L', label: t('side.L') },
          ]}
        />
      </div>
      <p className={side === null ? 'xtm-ask' : 'xtm-hint'} data-cy="xtm-side-reason">
        {named === null || isNamed ? `${say(sideReason)} ` : ''}
        {isNamed ? '' : explanation}
      </p>
    </div>
  );
}

function CropPreview() {
  const { t } = useTranslation();
  const radiograph = useSession(state => state.radiograph);
  const region = useSession(state => state.region);
  const crop = useMemo(
    () =>
      radiograph.status === 'ready' && region.status === 'ready'
        ? radiograph.value.crop(region.value.region)
        : null,
    [radiograph, region]
  );
  if (!crop) {
    return <div className="xtm-crop xtm-crop-empty" aria-hidden="true" />;
  }
  return (
    <GreyPicture picture={crop} label={t('radiograph.crop')} className="xtm-crop" id="xtm-crop" />
  );
}

function Chosen({ candidate, alone }: { candidate: Candidate | undefined; alone: boolean }) {
  const { t } = useTranslation();
  const say = useSay();
  const isDoubted = useIsDoubted();
  const radiograph = useSession(state => state.radiograph);
  const region = useSession(state => state.region);
  if (radiograph.status === 'failed') {
    return (
      <Message kind="error" id="radiograph-error">
        {say(radiograph.message)}
      </Message>
    );
  }
  if (radiograph.status === 'loading') {
    return (
      <Message kind="info" id="radiograph-loading">
        {t('radiograph.reading')}
      </Message>
    );
  }
  if (radiograph.status !== 'ready' || !candidate) {
    return null;
  }
  return (
    <>
      <div className="xtm-chosen">
        <CropPreview />
        <div className="xtm-chosen-text">
          {alone ? <CandidateName candidate={candidate} /> : null}
          {alone && !isDoubted(candidate.reason) ? (
            <p className="xtm-hint">{say(candidate.reason)}</p>
          ) : null}
          <SideChoice />
        </div>
      </div>
      <FilmControls film={radiograph.value} />
      <RegionControls />
      {region.status === 'failed' ? (
        <Message kind="error" id="region-error">
          {say(region.message)}
        </Message>
      ) : null}
      <Doubts />
      {region.status === 'ready' && region.value.notes.length > 0 ? (
        <Message kind="warning" id="region-notes">
          {region.value.notes.map(note => (
            <p key={textOf(note)}>{say(note)}</p>
          ))}
        </Message>
      ) : null}
      {radiograph.value.notes
        .filter(note => !saysTheSame(note, radiograph.value.sideReason))
        .map(note => (
          <p key={textOf(note)} className="xtm-hint">
            {say(note)}
          </p>
        ))}
    </>
  );
}

/** Which radiograph is used, which knee it shows, and the part that the model will see. */
export function RadiographSection() {
  const { t } = useTranslation();
  const say = useSay();
  const study = useSession(state => state.study);
  const candidateId = useSession(state => state.candidateId);
  const candidates = study?.candidates ?? [];
  const usable = candidates.filter(candidate => candidate.usable);
  const [only] = candidates;
  return (
    <Section id="radiograph" title={t('radiograph.title')}>
      {study === null ? (
        <Message kind="info" id="no-study">
          {t('radiograph.noStudy')}
        </Message>
      ) : null}
      {study !== null && candidates.length === 0 ? (
        <Message kind="warning" id="no-radiograph">
          {t('radiograph.none')}
        </Message>
      ) : null}
      {candidates.length > 0 && usable.length === 0 ? (
        <Message kind="warning" id="none-usable">
          {t('radiograph.noneUsable')} {candidates.length === 1 && only ? say(only.reason) : null}
        </Message>
      ) : null}
      {candidates.length > 1 ? <CandidateList candidates={candidates} /> : null}
      <Chosen
        candidate={candidates.find(({ id }) => id === candidateId)}
        alone={candidates.length === 1}
      />
    </Section>
  );
}
