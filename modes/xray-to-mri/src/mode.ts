import type { FactoryContext, Layout, ModeInstance } from './ohif';
import { isValidMode } from './validity';
import { say } from './words';

/** The mode's id: the package's name, as OHIF's runtime descriptors ask for. */
export const MODE_ID = '@xray-to-mri/mode-xray-to-mri';

// Ids of the extension's modules; a test holds them equal to what the extension registers.
export const PANEL_ID = '@xray-to-mri/extension-knee-mri-synth.panelModule.kneeMriSynth';
export const PROTOCOL_ID = '@xray-to-mri/knee';
export const ARRANGE_COMMAND = 'xrayToMriArrange';

const ROUTE = 'xray-to-mri';
const DISPLAY_NAME = 'X-ray to MRI';
const HOST_MODE = '@ohif/mode-basic';
const PANEL_WIDTH_PX = 340;

function layoutFrom(base: Layout): Layout {
  const { props } = base;
  return {
    id: base.id,
    props: {
      ...props,
      leftPanels: [...props.leftPanels],
      rightPanels: [PANEL_ID, ...props.rightPanels],
      viewports: props.viewports.map(viewport => ({ ...viewport })),
      leftPanelClosed: false,
      rightPanelClosed: false,
      rightPanelResizable: true,
      rightPanelInitialExpandedWidth: PANEL_WIDTH_PX,
    },
  };
}

/** Stands in the work list of a host that is too old, where it says so and opens nothing. */
function unavailableMode(): ModeInstance {
  return {
    id: MODE_ID,
    routeName: ROUTE,
    displayName: DISPLAY_NAME,
    hangingProtocol: 'default',
    isValidMode: () => ({ valid: false, description: say('tooOldViewer') }),
    routes: [],
  };
}

/**
 * Makes the mode out of the host's own basic mode, whose toolbar, tool groups and SOP class handlers it
 * inherits.
 */
export async function modeFactory({ loadModules }: FactoryContext): Promise<ModeInstance> {
  const [host] = (await loadModules?.([HOST_MODE]).catch(() => [])) ?? [];
  const basic = host?.modeInstance;
  const baseLayout = basic?.routes[0]?.layoutInstance;
  if (!basic || !baseLayout) {
    return unavailableMode();
  }
  return {
    ...basic,
    id: MODE_ID,
    routeName: ROUTE,
    displayName: DISPLAY_NAME,
    hide: false,
    hangingProtocol: PROTOCOL_ID,
    isValidMode,
    routes: [{ path: ROUTE, layoutTemplate: () => layoutFrom(baseLayout) }],
    onSetupRouteComplete: host => {
      basic.onSetupRouteComplete?.(host);
      host.commandsManager.run(ARRANGE_COMMAND);
    },
  };
}
