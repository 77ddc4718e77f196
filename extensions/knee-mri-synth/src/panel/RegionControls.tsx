import { useTranslation } from 'react-i18next';
import { Button } from './components/Button';
import type { Nudge } from './session';
import { useActions, useSession } from './SessionContext';

/** Part of the region's width that a press moves it by, or makes it grow by. */
const STEP = 0.02;

const NUDGES: readonly { id: string; sign: string; nudge: Nudge }[] = [
  { id: 'left', sign: '←', nudge: { right: -STEP } },
  { id: 'right', sign: '→', nudge: { right: STEP } },
  { id: 'up', sign: '↑', nudge: { down: -STEP } },
  { id: 'down', sign: '↓', nudge: { down: STEP } },
  { id: 'smaller', sign: '−', nudge: { grow: -STEP } },
  { id: 'larger', sign: '+', nudge: { grow: STEP } },
];

/** The rectangle on the film for the keyboard: what the mouse does in the viewport. */
export function RegionControls() {
  const { t } = useTranslation();
  const status = useSession(state => state.region.status);
  const { nudgeRegion, resetRegion, placeRegion } = useActions();
  return (
    <div className="xtm-region" role="group" aria-label={t('region.title')}>
      <div className="xtm-region-buttons">
        {NUDGES.map(({ id, sign, nudge }) => (
          <button
            key={id}
            type="button"
            className="xtm-nudge"
            aria-label={t(`region.${id}`)}
            title={t(`region.${id}`)}
            data-cy={`xtm-region-${id}`}
            onClick={() => nudgeRegion(nudge)}
          >
            {sign}
          </button>
        ))}
      </div>
      <Button look="ghost" id="region-reset" onClick={resetRegion}>
        {t('region.reset')}
      </Button>
      {status === 'failed' ? (
        <Button look="ghost" id="region-place" onClick={placeRegion}>
          {t('region.place')}
        </Button>
      ) : null}
      <p className="xtm-hint">{t('region.hint')}</p>
    </div>
  );
}
