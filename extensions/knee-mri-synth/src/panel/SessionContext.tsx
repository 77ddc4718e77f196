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

/** The state of the session; the component renders again with each change. */
export function useSession(): SessionState {
  const { session } = usePanel();
  return useSyncExternalStore(session.subscribe, session.getState);
}

export function useActions(): SessionActions {
  return usePanel().session.actions;
}

export function useHost(): PanelHost {
  return usePanel().host;
}
