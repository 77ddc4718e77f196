import {
  ARRANGE_COMMAND,
  buildProtocol,
  COMMAND_CONTEXT,
  createIsland,
  createPanelHost,
  EXTENSION_ID,
  keepViewportsMarked,
  localDataSourceModule,
  PANEL_NAME,
  PROTOCOL_ID,
  readConfiguration,
  SaveLedger,
  watchHistory,
  type ExtensionHost,
  type HostContext,
} from './host';
import { createPanel, createStudyMemory, type PanelView } from './panel';

const NOTHING = { radiograph: null, synthetic: null, acquired: null };

interface Entered {
  host: ExtensionHost;
  /** Made when the panel is first shown: the modes that do not show it are left as they are. */
  panel: PanelView | null;
  unmark: () => void;
}

function configurationOf(context: HostContext, pluginUrl: string) {
  try {
    return readConfiguration(context, pluginUrl, document.baseURI);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/**
 * The extension's manifest, as OHIF wants it.
 * @param pluginUrl the address that the extension was loaded from; its worker and model lie beside it
 */
export function createExtension(pluginUrl: string) {
  let context: HostContext | null = null;
  let entered: Entered | null = null;
  const memory = createStudyMemory();
  const ledger = new SaveLedger();

  const enter = (): Entered | null => {
    if (!entered && context) {
      const host = createPanelHost(context, configurationOf(context, pluginUrl), ledger);
      entered = {
        host,
        panel: null,
        unmark: keepViewportsMarked(context.servicesManager.services),
      };
    }
    return entered;
  };

  const renderPanel = () => {
    const current = enter();
    if (!current) {
      return null;
    }
    current.panel ??= createPanel(current.host, memory);
    return current.panel.render();
  };

  return {
    id: EXTENSION_ID,

    preRegistration(hostContext: HostContext) {
      context = hostContext;
      watchHistory();
    },

    onModeEnter() {
      enter();
    },

    onModeExit() {
      const last = entered;
      entered = null;
      last?.unmark();
      last?.panel?.stop();
      void last?.host.stop();
    },

    getPanelModule: () => [
      {
        name: PANEL_NAME,
        iconName: 'tab-patient-info',
        iconLabel: 'X-ray to MRI',
        label: 'X-ray to MRI',
        component: createIsland(renderPanel, 'xtm-island'),
      },
    ],

    getHangingProtocolModule: () => [
      {
        name: PROTOCOL_ID,
        protocol: () => ({ protocol: buildProtocol(entered?.host.roles() ?? NOTHING) }),
      },
    ],

    getDataSourcesModule: localDataSourceModule,

    getCommandsModule: () => ({
      defaultContext: COMMAND_CONTEXT,
      definitions: { [ARRANGE_COMMAND]: () => entered?.host.arrange() },
    }),
  };
}
