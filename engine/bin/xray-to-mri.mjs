#!/usr/bin/env node
// Runs the command line; builds it first where it is missing or older than its sources.
import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const engine = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const built = path.join(engine, 'dist', 'cli.js');

/** Time of the newest source below a folder, in ms. */
function newest(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(
      entry => entry.isFile() && /\.(ts|mjs)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name)
    )
    .map(entry => statSync(path.join(entry.parentPath, entry.name), { throwIfNoEntry: false }))
    .map(stats => stats?.mtimeMs ?? 0)
    .reduce((latest, time) => Math.max(latest, time), 0);
}

function isOutdated() {
  const sources = path.join(engine, 'src');
  if (!existsSync(sources)) {
    return false;
  }
  return !existsSync(built) || statSync(built).mtimeMs < newest(sources);
}

async function buildIt() {
  const { buildCli } = await import('../scripts/build.mjs');
  // Under another name until it is whole: a second command may run at the same time.
  const unfinished = path.join(engine, 'dist', `cli.${process.pid}.js`);
  await buildCli({ outfile: unfinished });
  renameSync(unfinished, built);
}

if (isOutdated()) {
  try {
    await buildIt();
  } catch (error) {
    process.stderr.write(
      `xray-to-mri could not be built: ${error.message}\nRun "npm ci" in the repository, then try again.\n`
    );
    process.exit(1);
  }
}
await import(built);
