import { act, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { i18n } from 'i18next';
import { I18nextProvider } from 'react-i18next';
import { createI18n } from '../src/panel/i18n';
import { Panel } from '../src/panel/Panel';
import { createSession } from '../src/panel/session';
import { SessionProvider } from '../src/panel/SessionContext';
import { settle, type FakeHost } from './fakeHost';

/** What jsdom lacks: modal dialogs (these are open or not), scrolling and drawing. */
export function completeJsdom(): void {
  HTMLDialogElement.prototype.showModal = function () {
    this.setAttribute('open', '');
  };
  HTMLElement.prototype.scrollIntoView = () => undefined;
  HTMLCanvasElement.prototype.getContext = () => null;
}

/** Renders the whole panel on a host and waits until it has read what it needs. */
export async function showPanel(host: FakeHost, language: string | i18n = 'en') {
  const session = createSession(host);
  const view = render(
    <I18nextProvider i18n={typeof language === 'string' ? createI18n(language) : language}>
      <SessionProvider value={{ host, session }}>
        <Panel />
      </SessionProvider>
    </I18nextProvider>
  );
  await act(settle);
  return { ...view, session, user: userEvent.setup() };
}
