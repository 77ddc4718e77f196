import { useTranslation } from 'react-i18next';
import type { OpenedRadiograph } from '../host';
import { Button } from './components/Button';
import { NumberField } from './components/NumberField';
import { useActions } from './SessionContext';

/** What the attributes do not say of a film: whether it is seen from behind, and which picture it is. */
export function FilmControls({ film }: { film: OpenedRadiograph }) {
  const { t } = useTranslation();
  const { turnOver, setFrame } = useActions();
  return (
    <div className="xtm-row">
      <Button look="ghost" id="turn-over" onClick={turnOver}>
        {t(film.turnedOver ? 'film.turnBack' : 'film.turnOver')}
      </Button>
      {film.frames > 1 ? (
        <NumberField
          id="frame"
          label={t('film.frame', { frames: film.frames })}
          value={film.frame}
          min={1}
          max={film.frames}
          onChange={setFrame}
        />
      ) : null}
    </div>
  );
}
