/** Builds the mode into dist/index.js, the one file that an administrator copies. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const MODE = join(dirname(fileURLToPath(import.meta.url)), '..');

/** @param {{ outdir?: string }} [options] */
export async function buildMode({ outdir = join(MODE, 'dist') } = {}) {
  await build({
    entryPoints: [join(MODE, 'src', 'index.ts')],
    outfile: join(outdir, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    sourcemap: true,
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildMode();
