import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const DEMO = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Bundles the demo server into demo/dist/serve.js. dicom-parser is bundled as well, because Node can't
 * see the names that it exports, and gets the `require` that it expects; other packages stay in
 * node_modules.
 */
export async function buildDemo() {
  await build({
    entryPoints: [join(DEMO, 'bin', 'serve.ts')],
    outfile: join(DEMO, 'dist', 'serve.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['dcmjs', 'pngjs', 'tar'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    sourcemap: true,
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildDemo();
