import { createContext, useContext, useSyncExternalStore } from 'react';
import type { PanelHost } from '../host';
import type { Session, SessionActions, SessionState } from './session';

interface Panel {
  host: PanelHost;
  session: Session;
}

const SessionContext = createContext<Panel | null>(null);

export const SessionProvider = SessionContext.Provider;

function usePanel(): Panel {
  const panel = useContext(SessionContext);
  if (!panel) {
    throw new Error('A part of the panel was rendered outside its SessionProvider.');
  }
  return panel;
}

/**
 * A part of the session's state; the component renders again when that part changes.
 * @param select gives the same value as long as the part is the same
 */
export function useSession<T>(select: (state: SessionState) => T): T {
  const { session } = usePanel();
  return useSyncExternalStore(session.subscribe, () => select(session.getState()));
}

export function useActions(): SessionActions {
  return usePanel().session.actions;
}

export function useHost(): PanelHost {
  return usePanel().host;
}
