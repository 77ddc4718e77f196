// Measures where the engine proposes the region on the films that `python -m knee_synth region-films`
// wrote (models/training), and compares with the true joint centres.
// Usage: node engine/scripts/evaluate-region.mjs FOLDER ...
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Usage: node engine/scripts/evaluate-region.mjs FOLDER ...');
  process.exit(2);
}
const engine = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const built = await mkdtemp(path.join(tmpdir(), 'region-'));
try {
  const outfile = path.join(built, 'evaluate.mjs');
  await build({
    entryPoints: [path.join(engine, 'test/regionAccuracy.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'warning',
  });
  const { evaluate } = await import(pathToFileURL(outfile).href);
  console.log(await evaluate(folders));
} finally {
  await rm(built, { recursive: true });
}
