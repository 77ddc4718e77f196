import { createExtension } from '../../../extensions/knee-mri-synth/src/extension';
import { ARRANGE_COMMAND, MODE_ID, modeFactory, PANEL_ID, PROTOCOL_ID } from './mode';
import type { ModeInstance } from './ohif';
import packageJson from '../package.json';

const LAYOUT = {
  id: 'layout',
  props: { leftPanels: ['studies'], rightPanels: ['measurements'], viewports: [] },
};

const basic: ModeInstance & { toolbarButtons: string[] } = {
  id: '@ohif/mode-basic',
  routeName: 'basic',
  displayName: 'Basic',
  hide: true,
  hangingProtocol: 'default',
  toolbarButtons: ['Zoom'],
  isValidMode: () => ({ valid: true, description: '' }),
  routes: [{ path: 'basic', layoutTemplate: () => LAYOUT, layoutInstance: LAYOUT }],
};

const loadModules = async () => [{ modeInstance: basic }];

describe('the mode', () => {
  it("has the package's name as its id", () => {
    expect(MODE_ID).toBe(packageJson.name);
  });

  it("inherits the host's basic mode and opens the panel on the right", async () => {
    const mode = await modeFactory({ loadModules });
    expect(mode).toMatchObject({ id: MODE_ID, hide: false, toolbarButtons: ['Zoom'] });
    const { props } = mode.routes[0]?.layoutTemplate() ?? LAYOUT;
    expect(props).toMatchObject({
      leftPanels: ['studies'],
      rightPanels: [PANEL_ID, 'measurements'],
      rightPanelClosed: false,
    });
    expect(LAYOUT.props.rightPanels).toEqual(['measurements']);
  });

  it('lays the study out when everything is loaded', async () => {
    const mode = await modeFactory({ loadModules });
    const run = jest.fn();
    mode.onSetupRouteComplete?.({ commandsManager: { run } });
    expect(run.mock.calls).toEqual([[ARRANGE_COMMAND]]);
  });

  it.each([
    ['has no loadModules', {}],
    ['has no basic mode', { loadModules: async () => [undefined] }],
    ['fails to load it', { loadModules: () => Promise.reject(new Error('404')) }],
  ])('says that the viewer is too old where it %s', async (_what, context) => {
    const mode = await modeFactory(context);
    expect(mode.isValidMode({ modalities: 'DX' })).toEqual({
      valid: false,
      description: expect.stringContaining('OHIF 3.13 or newer'),
    });
  });

  it('names what the extension registers', () => {
    const extension = createExtension('https://viewer.example/plugins/knee-mri-synth/index.js');
    const [panel] = extension.getPanelModule();
    expect(PANEL_ID).toBe(`${extension.id}.panelModule.${panel?.name}`);
    expect(extension.getHangingProtocolModule().map(({ name }) => name)).toEqual([PROTOCOL_ID]);
    expect(Object.keys(extension.getCommandsModule().definitions)).toEqual([ARRANGE_COMMAND]);
  });
});
