import { readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '../..');

export interface Package {
  name: string;
  version: string;
}

/** A package of package-lock.json, wherever in the tree it is installed. */
export interface LockedPackage extends Package {
  license: string;
  integrity: string | null;
}

/** Versions that are known to be bad: from one, or all, to before another. */
export interface Advisory {
  name: string;
  from?: string;
  before: string;
  id: string;
}

type Json = Record<string, unknown>;

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const readJson = (file: string) => JSON.parse(read(file)) as Json;

const FOLDERS = ['.', 'engine', 'extensions/knee-mri-synth', 'modes/xray-to-mri', 'demo'];
const REQUIREMENTS = [
  'models/training/requirements.txt',
  'models/training/requirements-dev.txt',
] as const;

/** The packages that the workspaces ask for, each once, in the order of their names. */
export function directNpmPackages(): Package[] {
  const asked = FOLDERS.flatMap(folder => {
    const { dependencies, devDependencies } = readJson(path.join(folder, 'package.json'));
    return Object.entries({ ...(dependencies as Json), ...(devDependencies as Json) });
  });
  return [...new Map(asked)]
    .map(([name, version]) => ({ name, version: String(version) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function lockedNpmPackages(): LockedPackage[] {
  const { packages } = readJson('package-lock.json');
  return Object.entries(packages as Record<string, Json>).flatMap(([place, entry]) => {
    const at = place.lastIndexOf('node_modules/');
    if (at < 0 || entry['link'] === true) {
      return [];
    }
    const { version, license, integrity } = entry;
    return [
      {
        name: String(entry['name'] ?? place.slice(at + 'node_modules/'.length)),
        version: String(version),
        license: String(license),
        integrity: typeof integrity === 'string' ? integrity : null,
      },
    ];
  });
}

/** The lines of the requirements that name a package. */
export function requirementLines(): string[] {
  return REQUIREMENTS.flatMap(file => read(file).split('\n'))
    .map(line => line.trim())
    .filter(line => line !== '' && !/^(#|-r )/.test(line));
}

export function pythonPackages(): Package[] {
  return requirementLines().map(line => {
    const [name = '', version = ''] = line.split('==');
    return { name, version };
  });
}

export function knownAdvisories(): { reviewed: string; npm: Advisory[]; pypi: Advisory[] } {
  return readJson('test/repository/advisories.json') as never;
}

/** Release numbers as far as they are numbers; a prerelease comes before its release. */
function isBefore(a: string, b: string): boolean {
  const [[x, xPre], [y, yPre]] = [a, b].map(version => {
    const [release = '', prerelease] = version.split(/[-+]|(?<=\d)(?=[a-z])/);
    return [release.split('.').map(Number), prerelease !== undefined] as const;
  }) as [[number[], boolean], [number[], boolean]];
  for (let at = 0; at < Math.max(x.length, y.length); at++) {
    const difference = (x[at] ?? 0) - (y[at] ?? 0);
    if (difference !== 0) {
      return difference < 0;
    }
  }
  return xPre && !yPre;
}

export function isAffected({ name, version }: Package, advisory: Advisory): boolean {
  const { from, before } = advisory;
  return (
    name === advisory.name &&
    isBefore(version, before) &&
    (from === undefined || !isBefore(version, from))
  );
}
