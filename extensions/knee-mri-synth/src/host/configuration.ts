import { SpokenError } from '@xray-to-mri/engine';
import { CONFIGURATION_KEY } from './identifiers';
import { tell } from './sentences';

/** Where the plugin's parts lie, and what the administrator wants. */
export interface Configuration {
  workerUrl: URL;
  wasmUrl: URL;
  /** The folder of the model bundle; ends with a slash. */
  bundleUrl: URL;
  /** Set to 'wasm' where WebGPU is not to be tried. */
  prefer: 'webgpu' | 'wasm';
}

/** A setting of the administrator that cannot be used. */
export class ConfigurationError extends SpokenError {
  override readonly name = 'ConfigurationError';
}

/** A setting as the administrator finds it. */
const setting = (name: string) => `${CONFIGURATION_KEY}.${name}`;

const DEFAULT_BUNDLE = './models/knee-dess-simulated/';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function folder(value: unknown, pageUrl: string): URL {
  if (typeof value !== 'string' || value === '') {
    throw new ConfigurationError(tell('settingNotFolder', { setting: setting('bundleUrl') }));
  }
  const url = new URL(value.endsWith('/') ? value : `${value}/`, pageUrl);
  if (url.origin !== new URL(pageUrl).origin) {
    throw new ConfigurationError(tell('settingOtherServer', { setting: setting('bundleUrl') }));
  }
  return url;
}

/**
 * Reads the configuration that OHIF passed to the extension, or else `window.config.xrayToMri`.
 * @param pluginUrl the address of the built extension; its parts lie beside it
 * @param pageUrl the address of the page, which relative settings are relative to
 * @throws {ConfigurationError}
 */
export function readConfiguration(
  settings: { configuration?: unknown; appConfig?: unknown },
  pluginUrl: string,
  pageUrl: string
): Configuration {
  const fromHost = isRecord(settings.configuration) ? settings.configuration : {};
  const section = isRecord(settings.appConfig) ? settings.appConfig[CONFIGURATION_KEY] : undefined;
  const wanted = { ...(isRecord(section) ? section : {}), ...fromHost };
  const prefer = wanted['runtime'] ?? 'webgpu';
  if (prefer !== 'webgpu' && prefer !== 'wasm') {
    throw new ConfigurationError(tell('settingRuntime', { setting: setting('runtime') }));
  }
  return {
    workerUrl: new URL('./worker.js', pluginUrl),
    wasmUrl: new URL('./', pluginUrl),
    bundleUrl:
      wanted['bundleUrl'] === undefined
        ? new URL(DEFAULT_BUNDLE, pluginUrl)
        : folder(wanted['bundleUrl'], pageUrl),
    prefer,
  };
}
