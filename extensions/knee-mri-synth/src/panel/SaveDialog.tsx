import { useEffect, useRef, type KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Button } from './components/Button';
import type { SaveDescription } from '../host';
import { useActions, useSession } from './SessionContext';

const ROWS = ['patient', 'study', 'series', 'target'] as const;

function Dialog({ description }: { description: SaveDescription }) {
  const { t } = useTranslation();
  const { dismissSave, confirmSave } = useActions();
  const { images, stored } = description;
  const rest = images - stored;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  // The host's hotkeys take Escape from the browser, which would have closed the dialog.
  const dismissOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      dismissSave();
    }
  };
  return (
    <dialog
      ref={dialog}
      className="xtm xtm-dialog"
      aria-labelledby="xtm-save-title"
      onClose={dismissSave}
      onKeyDown={dismissOnEscape}
      data-cy="xtm-save-dialog"
    >
      <h2 id="xtm-save-title">{t('save.title')}</h2>
      <p>{t('save.question')}</p>
      <dl>
        {ROWS.map(row => (
          <div key={row}>
            <dt>{t(`save.${row}`)}</dt>
            <dd data-cy={`xtm-save-${row}`}>{description[row]}</dd>
          </div>
        ))}
        <div>
          <dt>{t('save.images')}</dt>
          <dd data-cy="xtm-save-images">
            {stored === 0 ? images : t('save.restOf', { rest, images, stored })}
          </dd>
        </div>
      </dl>
      <div className="xtm-dialog-buttons">
        <Button look="outline" id="save-back" onClick={dismissSave}>
          {t('save.back')}
        </Button>
        <Button id="save-confirm" onClick={confirmSave}>
          {rest === 0 ? t('save.confirmReport') : t('save.confirm', { count: rest })}
        </Button>
      </div>
    </dialog>
  );
}

/** Asks before anything is stored: whose, where to, how many. */
export function SaveDialog() {
  const save = useSession(state => state.save);
  return save.status === 'confirming'
    ? createPortal(<Dialog description={save.description} />, document.body)
    : null;
}
