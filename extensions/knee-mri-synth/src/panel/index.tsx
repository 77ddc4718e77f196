import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { PanelHost } from '../host';
import { createI18n, formatNumber } from './i18n';
import { Panel } from './Panel';
import { noticeOf } from './noticeOf';
import { createSession, type StudyMemory } from './session';
import { SessionProvider } from './SessionContext';
import { adoptStyles } from './styles';

/** The panel with its session, which lasts while the panel is out of sight. */
export interface PanelView {
  render(): ReactNode;
  stop(): void;
}

export { createStudyMemory, type StudyMemory } from './session';

/** @param memory what the user did in studies that were left, in this mode or an earlier visit to it */
export function createPanel(host: PanelHost, memory: StudyMemory): PanelView {
  const i18n = createI18n(host.language);
  host.nameRegion(i18n.t('region.label'));
  host.nameWidths(({ widthMm, scale }) =>
    i18n.t(`jointSpace.mm.${scale}`, { mm: formatNumber(i18n, widthMm, 1) })
  );
  const session = createSession(
    host,
    (description, outcome) => host.notify(noticeOf(description, outcome, i18n)),
    memory
  );
  const unguard = host.guardLeaving(session.hasUnsaved, i18n.t('save.leave'));
  adoptStyles();
  return {
    render: () => (
      <I18nextProvider i18n={i18n}>
        <SessionProvider value={{ host, session }}>
          <Panel />
        </SessionProvider>
      </I18nextProvider>
    ),
    stop() {
      unguard();
      session.stop();
    },
  };
}
