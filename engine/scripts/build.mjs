// The engine's builds; each function can be called with an output of its own.
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const engine = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const ORT_MODULE = 'ort-wasm-simd-threaded.asyncify';

/** A module for Node, with onnxruntime and the codecs left outside. */
async function buildForNode(entry, outfile) {
  await build({
    entryPoints: [path.join(engine, entry)],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: [
      'onnxruntime-node',
      'onnxruntime-web',
      '@cornerstonejs/codec-*',
      'jpeg-lossless-decoder-js',
    ],
    // Packages in CommonJS that are bundled into a module still call require for Node's own modules.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    outfile,
    logLevel: 'warning',
  });
}

/** The command line. */
export async function buildCli({ outfile = path.join(engine, 'dist/cli.js') } = {}) {
  await buildForNode('bin/cli.ts', outfile);
}

/** The engine for programs in Node, which import it as `@xray-to-mri/engine/node`. */
export async function buildLibrary({ outfile = path.join(engine, 'dist/node.js') } = {}) {
  await buildForNode('src/node.ts', outfile);
}

/**
 * The browser's worker: `worker.js` beside the files of onnxruntime that it loads, in `outdir`.
 * onnxruntime's module gets the extension .js, because servers often lack the media type of .mjs.
 */
export async function buildWorker({ outdir, minify = true }) {
  await build({
    entryPoints: { worker: path.join(engine, 'src/runtime/browser/worker.ts') },
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    conditions: ['onnxruntime-web-use-extern-wasm'],
    minify,
    outdir,
    logLevel: 'warning',
  });
  const require = createRequire(import.meta.url);
  const copies = [
    [`${ORT_MODULE}.mjs`, `${ORT_MODULE}.js`],
    [`${ORT_MODULE}.wasm`, `${ORT_MODULE}.wasm`],
  ];
  await mkdir(outdir, { recursive: true });
  for (const [from, to] of copies) {
    await copyFile(require.resolve(`onnxruntime-web/${from}`), path.join(outdir, to));
  }
}
