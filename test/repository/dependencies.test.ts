import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expectTable, markdownTable } from '../../engine/test/documentTables';
import {
  directNpmPackages,
  isAffected,
  knownAdvisories,
  lockedNpmPackages,
  pythonPackages,
  requirementLines,
  ROOT,
} from './dependencies';

const DOCUMENT = path.join(ROOT, 'docs/dependencies.md');

/** Permissive ones, and two of files that are used as they are (MPL-2.0) or are data (CC-BY-4.0). */
const LICENCES = new Set([
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'MIT-0'],
  ...['Python-2.0', '(MIT OR CC0-1.0)', '(MIT AND Zlib)', 'MPL-2.0', 'CC-BY-4.0'],
]);

const locked = lockedNpmPackages();
const named = ({ name, version }: { name: string; version: string }) => `${name} ${version}`;

describe('Node packages', () => {
  it('are asked for by one version each, which is the one that is locked', () => {
    for (const { name, version } of directNpmPackages()) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(locked.filter(one => one.name === name).map(one => one.version)).toContain(version);
    }
  });

  it('are locked by the hash of their content', () => {
    expect(locked.length).toBeGreaterThan(100);
    const without = locked.filter(({ integrity }) => !integrity?.startsWith('sha512-'));
    expect(without.map(named)).toEqual([]);
  });

  it('have licences that were agreed to', () => {
    const others = locked.filter(({ license }) => !LICENCES.has(license));
    expect(others.map(one => `${named(one)}: ${one.license}`)).toEqual([]);
  });

  it('run nothing of their own when they are installed', () => {
    expect(readFileSync(path.join(ROOT, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });
});

describe('Python packages', () => {
  it('are asked for by one version each', () => {
    expect(requirementLines().length).toBeGreaterThan(10);
    const loose = requirementLines().filter(line => !/^[\w.-]+==\d+(\.\d+)*$/.test(line));
    expect(loose).toEqual([]);
  });
});

describe('advisories', () => {
  const { npm, pypi } = knownAdvisories();

  it('of the committed list concern none of the versions in use', () => {
    const bad = [
      ...locked.flatMap(one => npm.filter(advisory => isAffected(one, advisory))),
      ...pythonPackages().flatMap(one => pypi.filter(advisory => isAffected(one, advisory))),
    ];
    expect(bad).toEqual([]);
  });

  it.each([
    ['7.5.2', true],
    ['7.5.10', true],
    ['7.5.11', false],
    ['7.10.0', false],
    ['7.5.11-beta.1', true],
  ])('would find version %s: %s', (version, affected) => {
    const advisory = { name: 'tar', before: '7.5.11', id: '' };
    expect(isAffected({ name: 'tar', version }, advisory)).toBe(affected);
    expect(isAffected({ name: 'other', version }, advisory)).toBe(false);
    const later = { ...advisory, from: '7.5.3' };
    expect(isAffected({ name: 'tar', version }, later)).toBe(affected && version !== '7.5.2');
  });
});

describe('docs/dependencies.md says', () => {
  it('which Node packages are used, with version and licence', () => {
    const rows = directNpmPackages().map(({ name, version }) => {
      const found = locked.find(one => one.name === name && one.version === version);
      return [name, version, found?.license ?? ''];
    });
    expectTable(DOCUMENT, 'node', markdownTable(['package', 'version', 'licence'], rows));
  });

  it('which Python packages are used, with version', () => {
    const rows = pythonPackages().map(({ name, version }) => [name, version]);
    expectTable(DOCUMENT, 'python', markdownTable(['package', 'version'], rows));
  });
});
