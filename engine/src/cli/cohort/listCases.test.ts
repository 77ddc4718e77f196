import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listCases, parseList } from './listCases';

describe('a list of radiographs', () => {
  it('has one a line, with comments and empty lines', () => {
    expect(parseList('# films\nfilms/a b.dcm\n\n1.2.840.1\r\n')).toEqual([
      { input: 'films/a b.dcm', side: null, readings: null },
      { input: '1.2.840.1', side: null, readings: null },
    ]);
  });

  it('may have columns for side and readings', () => {
    const text = 'input\treadings\tside\na.png\tgrades/a.json\tl\nb.dcm\t\t\n';
    expect(parseList(text)).toEqual([
      { input: 'a.png', side: 'L', readings: 'grades/a.json' },
      { input: 'b.dcm', side: null, readings: null },
    ]);
  });

  it.each([
    ['a column that is not known', 'input\tpatient\na\tb\n', /column "patient"/],
    ['a side that is none', 'input\tside\na\tleft\n', /Line 2 .* R or L, not "left"/],
  ])('is refused with %s', (_, text, words) => {
    expect(() => parseList(text)).toThrow(words);
  });
});

describe('the cases of a list', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cases-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are both knees of a film that is listed for both, each in a folder of its own', async () => {
    const film = path.join(folder, 'both.dcm');
    const list = path.join(folder, 'list.tsv');
    writeFileSync(film, '');
    writeFileSync(list, `input\tside\n${film}\tR\n${film}\tL\n${film}\tL\n`);
    const { cases } = await listCases({ inputs: [], list, out: folder }, null);
    expect(cases.map(({ side, isSideItsOwn }) => [side, isSideItsOwn])).toEqual([
      ['R', true],
      ['L', true],
    ]);
    expect(cases.map(({ name }) => name.slice(-1))).toEqual(['R', 'L']);
  });

  it('never take the readings of one knee for those of all films of a study or folder', async () => {
    const list = path.join(folder, 'readings.tsv');
    writeFileSync(list, `input\treadings\n1.2.3\ta.json\n${folder}\ta.json\n`);
    const films = () => Promise.reject(new Error('not asked for'));
    const { cases, unlisted } = await listCases({ inputs: [], list, out: folder }, { films });
    expect(cases).toEqual([]);
    expect(unlisted).toEqual([
      {
        label: '1.2.3',
        error: expect.objectContaining({ message: expect.stringMatching(/side/) }),
      },
      { label: folder, error: expect.objectContaining({ message: expect.stringMatching(/side/) }) },
    ]);
  });
});
