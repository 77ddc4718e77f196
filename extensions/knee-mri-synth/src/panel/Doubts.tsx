import { useTranslation } from 'react-i18next';
import { Message } from './components/Message';
import { Button } from './components/Button';
import { openDoubts } from './session';
import { useActions, useSession } from './SessionContext';

/** What the user has to look at, and the button that says that it was looked at. */
export function Doubts() {
  const { t } = useTranslation();
  const sentences = useSession(state =>
    openDoubts(state)
      .map(({ sentence }) => sentence)
      .join('\n')
  );
  const { confirm } = useActions();
  if (sentences === '') {
    return null;
  }
  return (
    <Message kind="warning" id="doubts">
      {sentences.split('\n').map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
      <Button look="outline" id="confirm-doubts" onClick={confirm}>
        {t('radiograph.confirm')}
      </Button>
    </Message>
  );
}
