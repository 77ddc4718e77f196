import packageJson from '../package.json';
import { createExtension } from './extension';
import type { HostContext } from './host';

const PLUGIN = 'http://localhost/plugins/knee-mri-synth/index.js';

/** A host that shows one radiograph; `listeners` are all who listen to its services. */
function hostWithRadiograph() {
  const listeners = new Set<unknown>();
  const bus = {
    EVENTS: { CHANGED: 'changed' },
    subscribe: (_event: string, listener: unknown) => {
      listeners.add(listener);
      return { unsubscribe: () => listeners.delete(listener) };
    },
  };
  const radiograph = {
    displaySetInstanceUID: 'film',
    StudyInstanceUID: '1.2',
    SeriesInstanceUID: '1.2.3',
    Modality: 'DX',
    instances: [{ Modality: 'DX', ViewPosition: 'PA' }],
  };
  const run = jest.fn();
  const context = {
    servicesManager: {
      services: {
        displaySetService: {
          ...bus,
          getActiveDisplaySets: () => [radiograph],
          getDisplaySetByUID: () => radiograph,
        },
        viewportGridService: { ...bus, getState: () => ({ viewports: new Map() }) },
        hangingProtocolService: {
          ...bus,
          getState: () => undefined,
          studies: [{ StudyInstanceUID: '1.2' }],
          run,
        },
        userAuthenticationService: {},
      },
    },
    extensionManager: {},
    commandsManager: { getCommand: () => () => undefined, run: () => undefined },
  } as unknown as HostContext;
  return { context, listeners, run };
}

const viewportsOf = (extension: ReturnType<typeof createExtension>) =>
  extension.getHangingProtocolModule()[0]?.protocol().protocol.stages[0]?.viewports ?? [];

describe('the extension', () => {
  beforeAll(() => {
    // jsdom knows no constructed style sheets.
    Object.assign(globalThis, {
      CSSStyleSheet: class {
        replaceSync() {}
      },
    });
    Object.assign(document, { adoptedStyleSheets: [] });
    Object.assign(globalThis, { fetch: () => Promise.reject(new Error('offline')) });
  });

  it("has the package's name as its id", () => {
    expect(createExtension(PLUGIN).id).toBe(packageJson.name);
  });

  it('has a layout even before a mode is entered', () => {
    expect(viewportsOf(createExtension(PLUGIN))).toHaveLength(1);
  });

  it('lays out what the study holds, on command', async () => {
    const extension = createExtension(PLUGIN);
    const { context, run } = hostWithRadiograph();
    extension.preRegistration(context);
    extension.onModeEnter();
    expect(viewportsOf(extension).map(({ displaySets }) => displaySets[0]?.id)).toEqual([
      'radiograph',
    ]);
    const [arrange] = Object.values(extension.getCommandsModule().definitions);
    arrange?.();
    expect(run).toHaveBeenCalledWith(
      expect.objectContaining({ activeStudy: { StudyInstanceUID: '1.2' } }),
      '@xray-to-mri/knee'
    );
    extension.onModeExit();
  });

  it('leaves the layout alone until its panel is shown', async () => {
    const extension = createExtension(PLUGIN);
    const { context, run } = hostWithRadiograph();
    const fetched = jest.spyOn(globalThis, 'fetch');
    extension.preRegistration(context);
    extension.onModeEnter();
    await new Promise(resolve => setTimeout(resolve, 0));
    expect(fetched).not.toHaveBeenCalled();
    expect(run).not.toHaveBeenCalled();
    extension.onModeExit();
  });

  it('listens to nothing any more when the mode is left', () => {
    const extension = createExtension(PLUGIN);
    const { context, listeners } = hostWithRadiograph();
    extension.preRegistration(context);
    extension.onModeEnter();
    expect(listeners.size).toBeGreaterThan(0);
    extension.onModeExit();
    expect(listeners.size).toBe(0);
  });
});
