/**
 * Builds the extension into dist/, the folder that an administrator copies: index.js (loaded by OHIF),
 * worker.js and onnxruntime's files beside it (loaded when a job runs), and the model bundle.
 */
import { cp, mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildWorker } from '../../../engine/scripts/build.mjs';

const EXTENSION = join(dirname(fileURLToPath(import.meta.url)), '..');
const ROOT = join(EXTENSION, '..', '..');
const BUNDLE = 'knee-dess-simulated';

async function exists(path) {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

/** zod's messages in some sixty languages are never shown; English, its default, is imported by itself. */
const withoutZodLocales = {
  name: 'without-zod-locales',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export {};',
      loader: 'js',
    }));
  },
};

async function buildEntry(outdir) {
  await build({
    entryPoints: [join(EXTENSION, 'src', 'index.ts')],
    outfile: join(outdir, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    loader: { '.css': 'text' },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [withoutZodLocales],
    legalComments: 'linked',
    sourcemap: true,
    logLevel: 'warning',
  });
}

async function copyModel(model, outdir) {
  if (await exists(join(model, 'configs', 'metadata.json'))) {
    await cp(model, join(outdir, 'models', BUNDLE), { recursive: true });
  }
}

/**
 * @param {{ outdir?: string, model?: string }} [options] `model` is the folder of the bundle that is put
 *   where the extension looks for it
 */
export async function buildExtension({
  outdir = join(EXTENSION, 'dist'),
  model = join(ROOT, 'models', BUNDLE),
} = {}) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await Promise.all([buildEntry(outdir), buildWorker({ outdir }), copyModel(model, outdir)]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildExtension();
