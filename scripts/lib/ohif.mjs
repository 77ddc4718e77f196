import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const readVersions = root =>
  JSON.parse(readFileSync(join(root, 'demo', 'ohif-versions.json'), 'utf8'));

/** The version that is served unless another is asked for. */
export const defaultOhifVersion = root => readVersions(root).default;

function download(version, folder) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['pack', `@ohif/app@${version}`, '--json', '--pack-destination', folder];
  const result = spawnSync(npm, args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status !== 0) {
    throw new Error(
      `The viewer @ohif/app@${version} could not be fetched: ` +
        `${result.error?.message ?? result.stderr.trim()}. npm needs its registry, or a mirror set in .npmrc.`
    );
  }
  return join(folder, JSON.parse(result.stdout)[0].filename);
}

async function sha512(path) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  return `sha512-${hash.digest('base64')}`;
}

/**
 * The stock viewer's `dist` folder, as published in the package @ohif/app: fetched with npm the first
 * time, checked against the recorded hash and unpacked unchanged.
 * @returns {Promise<string>} path of `dist`
 * @throws {Error} if the version is not a recorded one, can't be fetched or has another hash
 */
export async function ensureOhif(root, version) {
  const { integrity } = readVersions(root);
  const expected = integrity[version];
  if (expected === undefined) {
    throw new Error(
      `OHIF ${version} is not offered; choose ${Object.keys(integrity).join(' or ')}.`
    );
  }
  const cache = join(root, '.cache');
  const target = join(cache, `ohif-${version}`);
  if (existsSync(join(target, 'dist', 'index.html'))) return join(target, 'dist');

  console.log(`Fetching OHIF ${version} (50 MB) ...`);
  const incoming = join(cache, `incoming-ohif-${version}-${process.pid}`);
  mkdirSync(incoming, { recursive: true });
  try {
    const tarball = download(version, incoming);
    const actual = await sha512(tarball);
    if (actual !== expected) {
      throw new Error(
        `The viewer @ohif/app@${version} that npm fetched is not the recorded one ` +
          `(expected ${expected}, got ${actual}). Nothing of it is used.`
      );
    }
    const { extract } = await import('tar');
    const unpacked = join(incoming, 'unpacked');
    mkdirSync(unpacked);
    await extract({ file: tarball, cwd: unpacked, strip: 1 });
    rmSync(target, { recursive: true, force: true });
    renameSync(unpacked, target);
  } finally {
    rmSync(incoming, { recursive: true, force: true });
  }
  return join(target, 'dist');
}
