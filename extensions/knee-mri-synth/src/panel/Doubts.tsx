import { useTranslation } from 'react-i18next';
import { Message } from './components/Message';
import { Button } from './components/Button';
import { textOf } from '../host';
import { openDoubts } from './session';
import { useActions, useSession } from './SessionContext';
import { useSay } from './useSay';

/** What the user has to look at, and the button that says that it was looked at. */
export function Doubts() {
  const { t } = useTranslation();
  const say = useSay();
  const radiograph = useSession(state => state.radiograph);
  const region = useSession(state => state.region);
  const confirmed = useSession(state => state.confirmed);
  const { confirm } = useActions();
  const doubts = openDoubts({ radiograph, region, confirmed });
  if (doubts.length === 0) {
    return null;
  }
  return (
    <Message kind="warning" id="doubts">
      {doubts.map(({ sentence }) => (
        <p key={textOf(sentence)}>{say(sentence)}</p>
      ))}
      <Button look="outline" id="confirm-doubts" onClick={confirm}>
        {t('radiograph.confirm')}
      </Button>
    </Message>
  );
}
