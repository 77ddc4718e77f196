import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionBar } from './ActionBar';
import { Button } from './components/Button';
import { Message } from './components/Message';
import { JointSpaceSection } from './JointSpaceSection';
import { RadiographSection } from './RadiographSection';
import { ReadingsSection } from './ReadingsSection';
import { ResultSection } from './ResultSection';
import { SamplingSection } from './SamplingSection';
import { StoredSection } from './StoredSection';
import { SaveDialog } from './SaveDialog';
import { useActions, useHost, useSession } from './SessionContext';
import { useSay } from './useSay';

function ModelState() {
  const { t } = useTranslation();
  const say = useSay();
  const model = useSession(state => state.model);
  const { retryModel } = useActions();
  if (model.status === 'loading') {
    return (
      <Message kind="info" id="model-loading">
        {t('model.loading')}
      </Message>
    );
  }
  if (model.status === 'failed') {
    return (
      <Message kind="error" id="model-error">
        <p>{say(model.message)}</p>
        <Button look="outline" id="model-retry" onClick={retryModel}>
          {t('model.retry')}
        </Button>
      </Message>
    );
  }
  return null;
}

/**
 * The viewer has shortcuts on Enter, space and digits (as they go down) and on letters (as they are pressed): they
 * would keep the panel's keys from working, and turn or invert the film on show.
 */
const keepFromViewer = (event: KeyboardEvent) => event.stopPropagation();

/** The side panel. */
export function Panel() {
  const { t } = useTranslation();
  const say = useSay();
  const { obstacle } = useHost();
  // What is stored in part comes first, so that it is not overlooked.
  const isPartlySaved = useSession(
    ({ study }) => study?.storedRuns.some(({ missing }) => missing !== null) ?? false
  );
  if (obstacle !== null) {
    return (
      <div className="xtm xtm-obstacle" data-cy="xtm-panel">
        <Message kind="error" id="obstacle">
          {say(obstacle)}
        </Message>
        <p className="xtm-notice">{t('notice')}</p>
      </div>
    );
  }
  return (
    <div
      className="xtm xtm-panel"
      data-cy="xtm-panel"
      onKeyDown={keepFromViewer}
      onKeyPress={keepFromViewer}
    >
      <div className="xtm-scroll">
        <ModelState />
        {isPartlySaved ? <StoredSection /> : null}
        <RadiographSection />
        <JointSpaceSection />
        <ReadingsSection />
        <SamplingSection />
        {isPartlySaved ? null : <StoredSection />}
        <ResultSection />
      </div>
      <ActionBar />
      <SaveDialog />
    </div>
  );
}
