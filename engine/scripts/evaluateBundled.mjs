// Builds a measurement of `engine/test`, which is TypeScript, and prints what its `evaluate` finds.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const TESTS = fileURLToPath(new URL('../test/', import.meta.url));

/** Prints `evaluate(argument)` of a module in `engine/test`. */
export async function printEvaluation(module, argument) {
  const built = await mkdtemp(path.join(tmpdir(), 'evaluate-'));
  try {
    const outfile = path.join(built, 'evaluate.mjs');
    await build({
      entryPoints: [path.join(TESTS, module)],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'warning',
    });
    const { evaluate } = await import(pathToFileURL(outfile).href);
    console.log(await evaluate(argument));
  } finally {
    await rm(built, { recursive: true });
  }
}
