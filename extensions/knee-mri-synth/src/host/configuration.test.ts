import { ConfigurationError, readConfiguration } from './configuration';

const PLUGIN = 'https://viewer.example/ohif/plugins/knee-mri-synth/index.js';
const PAGE = 'https://viewer.example/ohif/';

describe("the plugin's configuration", () => {
  it('finds everything beside the plugin when nothing is configured', () => {
    const { workerUrl, wasmUrl, bundleUrl, prefer } = readConfiguration({}, PLUGIN, PAGE);
    expect(workerUrl.href).toBe('https://viewer.example/ohif/plugins/knee-mri-synth/worker.js');
    expect(wasmUrl.href).toBe('https://viewer.example/ohif/plugins/knee-mri-synth/');
    expect(bundleUrl.href).toBe(
      'https://viewer.example/ohif/plugins/knee-mri-synth/models/knee-dess-simulated/'
    );
    expect(prefer).toBe('webgpu');
  });

  it('takes settings from app-config.js, relative to the page', () => {
    const appConfig = { xrayToMri: { bundleUrl: 'models/own', runtime: 'wasm' } };
    const { bundleUrl, prefer } = readConfiguration({ appConfig }, PLUGIN, PAGE);
    expect(bundleUrl.href).toBe('https://viewer.example/ohif/models/own/');
    expect(prefer).toBe('wasm');
  });

  it('lets the configuration that came with the extension win', () => {
    const appConfig = { xrayToMri: { bundleUrl: '/a/' } };
    const configuration = { bundleUrl: '/b/' };
    const { bundleUrl } = readConfiguration({ appConfig, configuration }, PLUGIN, PAGE);
    expect(bundleUrl.pathname).toBe('/b/');
  });

  it.each([
    [{ bundleUrl: 'https://elsewhere.example/model/' }, /another server/],
    [{ bundleUrl: 7 }, /must be the address/],
    [{ runtime: 'cuda' }, /"webgpu" or "wasm"/],
  ])('refuses %j', (configuration, message) => {
    expect(() => readConfiguration({ configuration }, PLUGIN, PAGE)).toThrow(ConfigurationError);
    expect(() => readConfiguration({ configuration }, PLUGIN, PAGE)).toThrow(message);
  });
});
