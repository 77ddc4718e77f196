import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  builtPlugins,
  createDicomWebProxy,
  DicomWebService,
  importFolder,
  InstanceStore,
  normaliseBase,
  readUpstream,
  startDemoServer,
  unpackStudies,
  type DemoServer,
  type DicomWebHandler,
  type ImportOutcome,
} from '../src';

/** What `npm start` hands over. */
export interface ServeOptions {
  /** The repository. */
  root: string;
  ohifDist: string | null;
  port: number;
  base: string;
  /** A folder of DICOM files to take in first, instead of the demo studies. */
  data: string | null;
  /** Where stored instances are kept; null for a folder below demo/data. */
  store: string | null;
  /** DICOMweb root of a PACS to stand before, instead of the embedded server. */
  dicomweb: string | null;
  isolated: boolean;
  csp: boolean;
}

const SHOWN_REFUSALS = 20;
/** Files between two messages. */
const PROGRESS_STEP = 500;

const say = (message: string): void => console.log(message);

function storeFolder({ root, data, store }: ServeOptions): string {
  if (store !== null) return resolve(store);
  if (data === null) return join(root, 'demo', 'data', 'demo');
  const name = createHash('sha256').update(resolve(data)).digest('hex').slice(0, 12);
  return join(root, 'demo', 'data', `import-${name}`);
}

function showProgress(done: number): void {
  if (done % PROGRESS_STEP === 0) say(`  ${done} files ...`);
}

function reportImport({ imported, refused }: ImportOutcome, folder: string): void {
  say(`${imported} DICOM file(s) taken in from ${folder}.`);
  if (refused.length === 0) return;
  say(`${refused.length} file(s) cannot be served:`);
  for (const { file, reason } of refused.slice(0, SHOWN_REFUSALS)) say(`  ${file}: ${reason}`);
  if (refused.length > SHOWN_REFUSALS) say(`  ... and ${refused.length - SHOWN_REFUSALS} more.`);
}

async function openStore(options: ServeOptions): Promise<InstanceStore> {
  const store = await InstanceStore.open(storeFolder(options), message => console.warn(message));
  if (options.data !== null) {
    if (!existsSync(options.data) || !statSync(options.data).isDirectory()) {
      throw new Error(`--data wants a folder of DICOM files; there is no folder ${options.data}.`);
    }
    say(`Taking in DICOM files from ${options.data} ...`);
    reportImport(await importFolder(options.data, store, showProgress), options.data);
  } else {
    say('Preparing the demo studies ...');
    await unpackStudies(join(options.root, 'demo', 'studies'), store);
  }
  return store;
}

async function chooseDicomWeb(options: ServeOptions): Promise<DicomWebHandler> {
  if (options.dicomweb === null) return new DicomWebService(await openStore(options));
  const upstream = readUpstream(options.dicomweb, process.env);
  say(
    `Passing DICOMweb on to ${upstream.url.href}` +
      (upstream.authorization === null ? ' (without credentials).' : ' (with credentials).')
  );
  return createDicomWebProxy(upstream);
}

/**
 * Starts viewer and DICOMweb on 127.0.0.1 and prints the address.
 * @throws Error with what to do, if an option can't be followed.
 */
export async function serve(options: ServeOptions): Promise<DemoServer> {
  const base = normaliseBase(options.base);
  const dicomWeb = await chooseDicomWeb(options);
  const server = await startDemoServer({
    port: options.port,
    base,
    ohifDist: options.ohifDist,
    plugins: builtPlugins(options.root),
    dicomWeb,
    isolated: options.isolated,
    csp: options.csp,
    warn: message => console.warn(message),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`Port ${options.port} is in use; choose another one with --port.`, {
      cause: error,
    });
  });
  say(
    `\n  OHIF with X-ray to MRI:  ${server.url}\n  DICOMweb:                ${server.dicomWebUrl}\n`
  );
  say('Research only, not for diagnosis. Press Ctrl-C to stop.');
  return server;
}
