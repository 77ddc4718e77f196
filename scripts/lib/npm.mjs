import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const readPackages = path => JSON.parse(readFileSync(path, 'utf8')).packages;

/** Whether node_modules holds the versions that package-lock.json names. */
function isUpToDate(root) {
  const installedPath = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return false;
  const installed = readPackages(installedPath);
  return Object.entries(readPackages(join(root, 'package-lock.json')))
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.optional && !entry.link)
    .every(([path, entry]) => installed[path]?.version === entry.version);
}

/**
 * Installs the Node packages of package-lock.json if they are missing or outdated.
 * @throws {Error} with what to do, if npm fails
 */
export function ensureNodePackages(root) {
  if (isUpToDate(root)) return;
  console.log('Installing Node packages (a minute the first time) ...');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    throw new Error(
      `npm ci failed (${result.error?.message ?? `exit code ${result.status}`}). ` +
        'Its messages stand above; npm needs its registry, or a mirror set in .npmrc.'
    );
  }
}
