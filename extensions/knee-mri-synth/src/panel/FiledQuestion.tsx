import { useTranslation } from 'react-i18next';
import { Button } from './components/Button';
import { Message } from './components/Message';
import type { FiledReadings, Side } from '../host';
import { countRead } from './session';
import { useActions } from './SessionContext';

/** Readings out of a file that does not tie them to the knee that they were asked for. */
export interface Filed {
  found: FiledReadings;
  candidateId: string | null;
  side: Side;
}

/** Says what the file leaves open, and asks whether its readings are of the knee on show. */
export function FiledQuestion({ filed, onEnd }: { filed: Filed; onEnd: () => void }) {
  const { t } = useTranslation();
  const { importReadings } = useActions();
  const { found, candidateId, side } = filed;
  const { readings, isSideSaid, person } = found;
  const take = () => {
    importReadings(readings, { candidateId, side });
    onEnd();
  };
  return (
    <Message kind="warning" id="readings-filed">
      {isSideSaid ? null : <p>{t('readings.filed.sideUnsaid')}</p>}
      {person === 'same' ? null : <p>{t(`readings.filed.person.${person}`)}</p>}
      <p>{t(`readings.filed.ask.${side}`, { read: countRead(readings) })}</p>
      <div className="xtm-row">
        <Button look="outline" id="readings-filed-yes" onClick={take}>
          {t('readings.filed.yes')}
        </Button>
        <Button look="ghost" id="readings-filed-no" onClick={onEnd}>
          {t('readings.filed.no')}
        </Button>
      </div>
    </Message>
  );
}
