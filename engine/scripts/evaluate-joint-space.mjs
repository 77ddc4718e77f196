// Measures the joint space on the films that `python -m knee_synth joint-space-films` wrote, and compares with the truth.
// Usage: node engine/scripts/evaluate-joint-space.mjs FOLDER
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node engine/scripts/evaluate-joint-space.mjs FOLDER');
  process.exit(2);
}
const engine = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const built = await mkdtemp(path.join(tmpdir(), 'joint-space-'));
try {
  const outfile = path.join(built, 'evaluate.mjs');
  await build({
    entryPoints: [path.join(engine, 'test/jointSpaceAccuracy.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'warning',
  });
  const { evaluate } = await import(pathToFileURL(outfile).href);
  console.log(await evaluate(folder));
} finally {
  await rm(built, { recursive: true });
}
