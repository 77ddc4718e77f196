/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { commandLine } from '../../test/commandLine';
import { readPart10 } from '../dicom';
import { EXIT } from './CliError';
import type { RepeatJson } from './repeat';

const { folder, fileOf, filmFile, run } = commandLine('repeat');

describe('repeat', () => {
  const series = path.join(folder, 'series');
  let film = '';

  beforeAll(async () => {
    film = filmFile('film.dcm', 1);
    const readings = fileOf(
      'readings.json',
      '{"XRKL": 3, "XRJSM": {"value": 2, "source": "measured"}}'
    );
    const made = await run([
      ...['synthesize', film, '--out', series, '--slices', '3', '--steps', '2'],
      ...['--seed', '77', '--readings', readings],
    ]);
    expect(made).toMatchObject({ code: EXIT.ok });
  });

  it('gives the same pixels from the folder, and writes the series anew', async () => {
    const out = path.join(folder, 'again');
    const { code, stdout } = await run(['repeat', series, '--radiograph', film, '--out', out]);
    expect(stdout).toMatch(/^Identical/);
    expect(code).toBe(EXIT.ok);
    expect(readdirSync(out).sort()).toEqual([
      'IM0001.dcm',
      'IM0002.dcm',
      'IM0003.dcm',
      'report.dcm',
    ]);
    const pixels = (of: string) =>
      readPart10(readFileSync(path.join(of, 'IM0002.dcm'))).pixelFragments[0];
    expect(pixels(out)).toEqual(pixels(series));
  });

  it.each(['report.dcm', 'IM0002.dcm'])('gives the same pixels from %s alone', async name => {
    const stored = path.join(series, name);
    const { stdout } = await run(['repeat', stored, '--radiograph', film, '--json']);
    expect(JSON.parse(stdout) as RepeatJson).toMatchObject({
      verdict: 'identical',
      changes: [],
      stored: {
        seed: 77,
        readings: { XRKL: { value: 3, source: 'typed' }, XRJSM: { value: 2, source: 'measured' } },
      },
    });
  });

  it('names another radiograph, and says that the pixels differ', async () => {
    const other = filmFile('other.dcm', 2, { SOPInstanceUID: '1.2.3' });
    const { code, stdout } = await run(['repeat', series, '--radiograph', other]);
    expect(stdout).toMatch(/^Different/);
    expect(stdout).toMatch(/radiograph is another one/);
    expect(code).toBe(EXIT.differs);
  });

  it('refuses what was not made by it, and folders that miss images', async () => {
    const foreign = await run(['repeat', film, '--radiograph', film]);
    expect(foreign.stderr).toMatch(/film\.dcm: .*not made by X-ray to MRI/);
    expect(foreign.code).toBe(EXIT.input);
    rmSync(path.join(series, 'IM0003.dcm'));
    const { code, stderr } = await run(['repeat', series, '--radiograph', film]);
    expect(stderr).toMatch(/images are missing or were changed/);
    expect(code).toBe(EXIT.input);
  });
});
