import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { findContradictions } from '../host';
import { Message } from './components/Message';
import { useSession } from './SessionContext';

/** Readings that do not go together: pointed out, never forbidden. */
export function Contradictions() {
  const { t } = useTranslation();
  const readings = useSession(state => state.readings);
  const found = useMemo(() => findContradictions(readings), [readings]);
  if (found.length === 0) {
    return null;
  }
  return (
    <Message kind="warning" id="contradictions">
      {found.map(({ kind }) => (
        <p key={kind}>{t(`readings.contradiction.${kind}`)}</p>
      ))}
      <p className="xtm-hint">{t('readings.contradictionHint')}</p>
    </Message>
  );
}
