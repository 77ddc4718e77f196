import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian packages that the whole test suite uses, each with a program that shows it is there. */
const PACKAGES = [
  { name: 'chromium', program: 'chromium' },
  { name: 'orthanc', program: 'Orthanc' },
  { name: 'orthanc-dicomweb', file: '/usr/share/orthanc/plugins/libOrthancDicomWeb.so' },
  { name: 'dicom3tools', program: 'dciodvfy' },
  { name: 'dcmtk', program: 'dcmdump' },
];

const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

const isThere = ({ program, file }) =>
  file ? existsSync(file) : FOLDERS.some(folder => existsSync(join(folder, program)));

/**
 * Installs the missing Debian packages where this user may.
 * @returns {string[]} names of the packages that are still missing afterwards
 */
export function ensureDebianPackages() {
  const missing = PACKAGES.filter(entry => !isThere(entry));
  if (missing.length === 0) return [];
  const names = missing.map(entry => entry.name);
  const mayInstall = process.getuid?.() === 0 && FOLDERS.some(f => existsSync(join(f, 'apt-get')));
  if (!mayInstall) {
    console.warn(
      `Not installed: ${names.join(', ')}. As root: apt-get install ${names.join(' ')}. ` +
        'The tests that need them are skipped until then.'
    );
    return names;
  }
  console.log(`Installing Debian packages: ${names.join(', ')} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = args => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  run(['update', '-qq']);
  run(['install', '-y', '-qq', '--no-install-recommends', ...names]);
  return PACKAGES.filter(entry => !isThere(entry)).map(entry => entry.name);
}
