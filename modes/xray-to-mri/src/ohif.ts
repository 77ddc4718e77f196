/** The parts of OHIF's modes that this mode builds on. */
export interface LayoutProps {
  leftPanels: string[];
  rightPanels: string[];
  leftPanelClosed?: boolean;
  rightPanelClosed?: boolean;
  rightPanelResizable?: boolean;
  rightPanelInitialExpandedWidth?: number;
  viewports: { namespace: string; displaySetsToDisplay: string[] }[];
}

export interface Layout {
  id: string;
  props: LayoutProps;
}

export interface CommandsManager {
  run(name: string): unknown;
}

export interface ModeInstance {
  id: string;
  routeName: string;
  displayName: string;
  hide?: boolean;
  hangingProtocol: string | string[];
  isValidMode(study: { modalities: string }): { valid: boolean; description: string };
  routes: { path: string; layoutTemplate(): Layout; layoutInstance?: Layout }[];
  onSetupRouteComplete?(host: { commandsManager: CommandsManager }): void;
}

export interface ModeModule {
  modeInstance?: ModeInstance;
}

/** What OHIF hands to a mode's factory; `loadModules` came with 3.12. */
export interface FactoryContext {
  modeConfiguration?: Record<string, unknown>;
  loadModules?(names: string[]): Promise<(ModeModule | undefined)[]>;
}
