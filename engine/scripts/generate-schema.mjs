// Writes engine/schema/bundle-metadata.schema.json from the zod schema: node engine/scripts/generate-schema.mjs
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const engine = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const scratch = await mkdtemp(path.join(tmpdir(), 'bundle-schema-'));
try {
  const outfile = path.join(scratch, 'jsonSchema.mjs');
  await build({
    entryPoints: [path.join(engine, 'src/bundle/jsonSchema.ts')],
    bundle: true,
    format: 'esm',
    outfile,
  });
  const { bundleMetadataJsonSchema } = await import(pathToFileURL(outfile).href);
  const target = path.join(engine, 'schema/bundle-metadata.schema.json');
  await writeFile(target, `${JSON.stringify(bundleMetadataJsonSchema(), null, 2)}\n`);
  console.log(`wrote ${path.relative(process.cwd(), target)}`);
} finally {
  await rm(scratch, { recursive: true });
}
