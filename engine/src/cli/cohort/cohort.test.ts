/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { commandLine } from '../../../test/commandLine';
import { FilmArchive } from '../../../test/filmArchive';
import { FILMS } from '../../../test/films';
import { radiographFile } from '../../../test/radiographFile';
import { EXIT } from '../CliError';
import type { CohortJson } from '.';

const SMALL = ['--slices', '1', '--steps', '1', '--format', 'npy'];

const { folder, freshName, fileOf, ...cli } = commandLine('cohort');

const run = (...args: string[]) => cli.run(['synthesize', ...args, ...SMALL]);

async function runJson(...args: string[]) {
  const { code, stdout, stderr } = await run(...args, '--json');
  return { code, stderr, report: JSON.parse(stdout) as CohortJson };
}

const resultsIn = (out: string) =>
  readdirSync(out).filter(name => existsSync(path.join(out, name, 'result.json')));

const good = radiographFile(FILMS[1]);
const lateral = radiographFile(FILMS[1], { ViewPosition: 'LL' });

describe('a cohort', () => {
  it('goes on after a bad radiograph, lists it at the end, and does only the rest again', async () => {
    const films = path.join(folder, 'films');
    fileOf('films/a.dcm', good);
    const bad = fileOf('films/deeper/b.dcm', 'no film');
    fileOf('films/notes.txt', 'no radiograph');
    const out = path.join(films, 'results');
    fileOf('films/results/earlier/IM0001.dcm', 'no radiograph, but a result');
    const other = fileOf('c.dcm', radiographFile(FILMS[1], { StudyDescription: 'again' }));
    const absent = path.join(folder, 'absent.dcm');

    const first = await run(films, other, absent, '--out', out);
    expect(first.code).toBe(EXIT.failed);
    expect(first.stdout).toMatch(/^2 made, 0 made already, 0 in the hands .*, 2 failed/);
    expect(first.stdout).toContain(`  ${bad}: This is not a DICOM file`);
    expect(first.stdout).toContain(`  ${absent}: `);
    expect(first.stderr).toMatch(/\[2\/4\] .*c\.dcm: .* s; .* a minute, .* left; 1 failed/);
    expect(resultsIn(out).map(name => name.split('-')[0])).toEqual(['a', 'c']);
    expect(readdirSync(out).filter(name => /claim|unfinished/.test(name))).toEqual([]);

    writeFileSync(bad, good);
    const second = await runJson(films, other, '--out', out);
    expect(second.code).toBe(EXIT.ok);
    expect(second.report).toMatchObject({ already: 2, failed: [], done: [{ input: bad }] });
    expect(resultsIn(out)).toHaveLength(3);
  });

  it('is not continued with other options', async () => {
    const out = freshName();
    const film = fileOf('one.dcm', good);
    const list = fileOf('list.txt', `${film}\n`);
    expect((await run('--list', list, '--out', out)).code).toBe(EXIT.ok);
    const { code, stderr } = await run('--list', list, '--out', out, '--seed', '5');
    expect(code).toBe(EXIT.usage);
    expect(stderr).toMatch(/other options/);
  });

  it('takes side and readings of each radiograph from the list', async () => {
    const out = freshName();
    const png = FILMS[0]?.path ?? '';
    const grades = fileOf('grades.json', '{"XRKL": 3}');
    const list = fileOf('list.tsv', `input\tside\treadings\n${png}\tL\t${grades}\n`);
    const { code } = await run('--list', list, '--out', out, '--pixel-spacing', '1.25');
    expect(code).toBe(EXIT.ok);
    const [name = ''] = resultsIn(out);
    const result = await import(path.join(out, name, 'result.json'));
    expect(result).toMatchObject({ knee: { side: 'L' }, readings: { XRKL: 3 } });
  });

  it('makes no right knee of a film that names the left one, unless that very film is said to be of it', async () => {
    const right = fileOf('sides/right.dcm', good);
    const left = fileOf('sides/left.dcm', radiographFile(FILMS[1], { ImageLaterality: 'L' }));
    const list = fileOf('sides.tsv', `input\tside\n${path.join(folder, 'sides')}\tR\n`);
    const out = freshName();
    const { report } = await runJson('--list', list, '--out', out);
    expect(report.done.map(({ input }) => input)).toEqual([right]);
    expect(report.failed).toEqual([
      { input: left, message: expect.stringMatching(/names the left knee, and the right one/) },
    ]);
    const own = fileOf('own.tsv', `input\tside\n${left}\tR\n`);
    const { report: followed } = await runJson('--list', own, '--out', freshName());
    expect(followed.done.map(({ input }) => input)).toEqual([left]);
  });

  it('is shared by processes over one list: each radiograph is made once', async () => {
    const out = freshName();
    const films = ['p', 'q', 'r', 's'].map(name => fileOf(`shared/${name}.dcm`, good));
    const both = await Promise.all([
      runJson(...films, '--out', out),
      runJson(...films.toReversed(), '--out', out),
    ]);
    expect(both.map(({ code }) => code)).toEqual([EXIT.ok, EXIT.ok]);
    const made = both.flatMap(({ report }) => report.done.map(({ input }) => input));
    expect(made.sort()).toEqual(films);
    expect(resultsIn(out)).toHaveLength(4);
  });

  it('leaves alone what another process is at work on', async () => {
    const out = freshName();
    const films = ['u', 'v'].map(name => fileOf(`claimed/${name}.dcm`, good));
    await run(...films, '--out', out);
    const [name = ''] = resultsIn(out);
    rmSync(path.join(out, name), { recursive: true });
    const owner = JSON.stringify({ host: hostname(), pid: process.ppid });
    writeFileSync(path.join(out, `${name}.claim`), owner);
    const { code, report } = await runJson(...films, '--out', out);
    expect(code).toBe(EXIT.ok);
    expect(report).toMatchObject({ done: [], already: 1, elsewhere: 1, failed: [] });
  });

  it('takes the radiographs of studies from an archive', async () => {
    const archive = new FilmArchive({
      '1.2.3': [
        { modality: 'DX', series: '1.2.3.1', instance: '1.2.3.1.1', part10: lateral },
        { modality: 'DX', series: '1.2.3.2', instance: '1.2.3.2.1', part10: good },
        { modality: 'MR', series: '1.2.3.3', instance: '1.2.3.3.1', part10: good },
      ],
    });
    const url = await archive.open();
    const out = freshName();
    const { code, report } = await runJson('1.2.3', '1.2.9', '--from', url, '--out', out);
    await archive.close();
    expect(report.done.map(({ input }) => input)).toEqual(['1.2.3/1.2.3.2.1']);
    expect(report.unused).toEqual([
      { input: '1.2.3/1.2.3.1.1', message: expect.stringMatching(/lateral/) },
    ]);
    expect(report.failed).toEqual([
      { input: '1.2.9', message: expect.stringMatching(/no radiograph/) },
    ]);
    expect(code).toBe(EXIT.failed);
  });

  it('is not begun without a bundle', async () => {
    const film = fileOf('two.dcm', good);
    const out = freshName();
    const { code, stderr } = await run(film, film, '--out', out, '--bundle', '/nowhere');
    expect(code).toBe(EXIT.failed);
    expect(stderr).toMatch(/metadata\.json/);
    expect(existsSync(out)).toBe(false);
  });
});
