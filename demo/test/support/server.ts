import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DEFAULT_LIMITS,
  DicomWebService,
  InstanceStore,
  startDemoServer,
  type DemoServer,
  type DemoServerOptions,
  type ReceiveLimits,
} from '../../src';
import { multipartOf } from './instances';

export interface TestServer {
  server: DemoServer;
  store: InstanceStore;
  folder: string;
  warnings: string[];
  /** Closes the server and removes its files. */
  stop(): Promise<void>;
}

/** A server over an empty store in a temporary folder. */
export async function startTestServer(
  options: Partial<DemoServerOptions> = {},
  limits: Partial<ReceiveLimits> = {}
): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-store-'));
  const warnings: string[] = [];
  const warn = (message: string): void => {
    warnings.push(message);
  };
  const store = await InstanceStore.open(folder, warn);
  const server = await startDemoServer({
    port: 0,
    base: '/',
    ohifDist: null,
    plugins: [],
    dicomWeb: new DicomWebService(store, { ...DEFAULT_LIMITS, ...limits }),
    isolated: true,
    csp: false,
    warn,
    ...options,
  });
  const stop = async (): Promise<void> => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { server, store, folder, warnings, stop };
}

/** Sends instances by STOW-RS. */
export function storeByHttp(
  dicomWebUrl: string,
  instances: readonly Buffer[],
  study: string | null = null
): Promise<Response> {
  const { body, contentType } = multipartOf(instances);
  return fetch(`${dicomWebUrl}/studies${study === null ? '' : `/${study}`}`, {
    method: 'POST',
    headers: { 'Content-Type': contentType },
    body: new Uint8Array(body),
  });
}
