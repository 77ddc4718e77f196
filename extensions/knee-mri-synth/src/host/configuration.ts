import { CONFIGURATION_KEY } from './identifiers';

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
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

const DEFAULT_BUNDLE = './models/knee-dess-simulated/';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function folder(value: unknown, pageUrl: string): URL {
  if (typeof value !== 'string' || value === '') {
    throw new ConfigurationError(
      `"bundleUrl" of ${CONFIGURATION_KEY} in app-config.js must be the address of the model's folder.`
    );
  }
  const url = new URL(value.endsWith('/') ? value : `${value}/`, pageUrl);
  if (url.origin !== new URL(pageUrl).origin) {
    throw new ConfigurationError(
      `"bundleUrl" of ${CONFIGURATION_KEY} in app-config.js leads to another server. Put the model's folder on the viewer's own.`
    );
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
    throw new ConfigurationError(
      `"runtime" of ${CONFIGURATION_KEY} in app-config.js must be "webgpu" or "wasm".`
    );
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
