/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandLine, PNG_FILM, resultIn, TINY_BUNDLE } from '../../test/commandLine';
import { READING_NAMES } from '../features';
import { EXIT } from './CliError';
import type { ReadJson } from './readReadings';

const KNEE = ['--side', 'L', '--pixel-spacing', '1.25'];

const { freshName, run } = commandLine('suggest');

/** The tests' bundle without its grader. */
function bundleWithoutGrader(): string {
  const copy = freshName();
  cpSync(TINY_BUNDLE, copy, { recursive: true });
  const file = path.join(copy, 'configs/metadata.json');
  const metadata = JSON.parse(readFileSync(file, 'utf8'));
  delete metadata.xray_to_mri.grader;
  writeFileSync(file, JSON.stringify(metadata));
  return copy;
}

describe('read', () => {
  it('prints suggestions with their probability and the agreement of the grader', async () => {
    const { code, stdout, stderr } = await run(['read', PNG_FILM, ...KNEE]);
    expect({ code, stderr }).toMatchObject({ code: EXIT.ok });
    expect(stdout).toMatch(/XRKL {4,}\d {2,}\d+ % {2}0\.50 {2}Kellgren-Lawrence grade/);
    expect(stdout).toContain('It cannot tell: XRCHL.');
    expect(stdout).toContain('Suggestions only');
  });

  it('gives them to programs as JSON', async () => {
    const { stdout } = await run(['read', PNG_FILM, ...KNEE, '--json']);
    const { suggestions, untold, knee, label } = JSON.parse(stdout) as ReadJson;
    expect(label).toContain('NOT FOR DIAGNOSIS');
    expect(knee.side).toBe('L');
    expect([...Object.keys(suggestions), ...untold].sort()).toEqual([...READING_NAMES].sort());
    expect(suggestions['XRKL']?.kappa).toBe(0.5);
  });

  it('says that a model has no grader', async () => {
    const { code, stderr } = await run([
      'read',
      PNG_FILM,
      ...KNEE,
      '--bundle',
      bundleWithoutGrader(),
    ]);
    expect(code).toBe(EXIT.input);
    expect(stderr).toContain('has no grader');
  });

  it.each([
    [['read'], /Name one radiograph/],
    [['read', PNG_FILM, '--side', 'X'], /--side is one of R, L/],
    [['read', PNG_FILM, '--seed', '1'], /no option --seed/],
  ])('refuses %j', async (args, sentence) => {
    const { code, stderr } = await run(args);
    expect(code).toBe(EXIT.usage);
    expect(stderr).toMatch(sentence);
  });
});

describe('synthesize --suggest-readings', () => {
  it('notes the suggestions down and does not use them', async () => {
    const small = ['--slices', '2', '--steps', '2', '--format', 'npy'];
    const make = async (...more: string[]) => {
      const out = freshName();
      const args = [PNG_FILM, ...KNEE, ...small, ...more, '--out', out];
      const { code, stderr } = await run(['synthesize', ...args]);
      expect({ code, stderr }).toMatchObject({ code: EXIT.ok });
      return resultIn(out);
    };
    const plain = await make();
    const suggested = await make('--suggest-readings');
    expect(plain.suggestedReadings).toBeNull();
    expect(suggested.suggestedReadings?.suggestions['XRKL']?.probability).toBeGreaterThan(0);
    expect(suggested.readings).toEqual({});
    expect(suggested.volumes[0]?.hashes.volumeSha256).toBe(plain.volumes[0]?.hashes.volumeSha256);
  });
});
