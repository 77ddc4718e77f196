// Builds the worker and the tests' page into a folder: node buildPage.mjs OUTDIR
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildWorker } from '../../../engine/scripts/build.mjs';

const outdir = process.argv[2];
const here = path.dirname(fileURLToPath(import.meta.url));

await Promise.all([
  buildWorker({ outdir }),
  build({
    entryPoints: { page: path.join(here, 'enginePage.ts') },
    bundle: true,
    format: 'esm',
    outdir,
  }),
  build({
    entryPoints: ['losableWorker', 'faultyGpuWorker'].map(name => path.join(here, `${name}.ts`)),
    bundle: true,
    format: 'esm',
    conditions: ['onnxruntime-web-use-extern-wasm'],
    outdir,
  }),
  build({
    stdin: { contents: "globalThis.loadEngine = () => import('/plugin/page.js');" },
    outfile: path.join(outdir, 'load.js'),
  }),
]);
