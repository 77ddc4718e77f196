import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { PanelHost } from '../host';
import { createI18n } from './i18n';
import { Panel } from './Panel';
import { createSession } from './session';
import { SessionProvider } from './SessionContext';
import { adoptStyles } from './styles';

/** The panel with its session, which lasts while the panel is out of sight. */
export interface PanelView {
  render(): ReactNode;
  stop(): void;
}

export function createPanel(host: PanelHost): PanelView {
  const session = createSession(host);
  const i18n = createI18n(host.language);
  adoptStyles();
  return {
    render: () => (
      <I18nextProvider i18n={i18n}>
        <SessionProvider value={{ host, session }}>
          <Panel />
        </SessionProvider>
      </I18nextProvider>
    ),
    stop: session.stop,
  };
}
