import { parseList } from './listCases';

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
