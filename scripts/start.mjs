/**
 * `npm start`: installs what is missing, builds, fetches the stock viewer, and serves it with the plugin
 * and a DICOMweb server on 127.0.0.1. Only Node's own modules are used until the packages are there.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { whenNpmIsGone } from './lib/lifetime.mjs';
import { ensureNodePackages } from './lib/npm.mjs';
import { defaultOhifVersion, ensureOhif } from './lib/ohif.mjs';
import { assertPortIsFree } from './lib/ports.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const MINIMUM_NODE = [20, 19];

const HELP = `npm start -- [options]

Serves the stock OHIF viewer with the X-ray to MRI plugin on 127.0.0.1.

  --data DIR        take in the DICOM files below DIR and serve them instead of the demo studies
  --dicomweb URL    serve the studies of a PACS, by its DICOMweb root, instead; credentials come from
                    XRAY_TO_MRI_DICOMWEB_USER and _PASSWORD, or XRAY_TO_MRI_DICOMWEB_TOKEN
  --port N          port, 3000 if not given; 0 for any free one
  --ohif VERSION    version of the viewer, ${defaultOhifVersion(ROOT)} if not given
  --base PATH       serve the viewer below a path such as /ohif/
  --store DIR       where the embedded server keeps instances
  --no-isolation    without cross-origin isolation (COOP and COEP headers)
  --csp             with a strict content security policy
  --no-build        with what was built before
  --help            this text
`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      dicomweb: { type: 'string' },
      port: { type: 'string', default: '3000' },
      ohif: { type: 'string', default: defaultOhifVersion(ROOT) },
      base: { type: 'string', default: '/' },
      store: { type: 'string' },
      'no-isolation': { type: 'boolean', default: false },
      csp: { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65535) {
    throw new Error(`--port wants a number from 0 to 65535, not ${values.port}.`);
  }
  if (values.data !== undefined && values.dicomweb !== undefined) {
    throw new Error('--data and --dicomweb exclude each other: the studies come from one place.');
  }
  return { ...values, port };
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = MINIMUM_NODE;
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    throw new Error(
      `Node ${MINIMUM_NODE.join('.')} or later is needed; this is ${process.version}.`
    );
  }
}

/** Ends this process when it is told to, or left behind by npm; closes the server where one runs. */
function stopWhenTold() {
  let server = null;
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    console.log('\nStopping.');
    await server?.close();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  whenNpmIsGone(stop);
  return running => (server = running);
}

async function main() {
  checkNode();
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
    return;
  }
  const setServer = stopWhenTold();
  await assertPortIsFree(options.port);
  ensureNodePackages(ROOT);
  if (!options['no-build']) {
    console.log('Building ...');
    await import('./build.mjs');
  }
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const ohifDist = await ensureOhif(ROOT, options.ohif);
  const { serve } = await import(pathToFileURL(join(ROOT, 'demo', 'dist', 'serve.js')).href);
  const server = await serve({
    root: ROOT,
    ohifDist,
    port: options.port,
    base: options.base,
    data: options.data ?? null,
    store: options.store ?? null,
    dicomweb: options.dicomweb ?? null,
    isolated: !options['no-isolation'],
    csp: options.csp,
  });
  setServer(server);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
