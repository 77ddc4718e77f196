import { parseReadingsFile } from './parseReadingsFile';
import { ReadingsError } from './ReadingsError';

const RIGHT = { side: 'R', id: '9000001' } as const;

describe('a file of readings', () => {
  it('is JSON by its name or its first character, and else a table', () => {
    for (const [name, text] of [
      ['kxr.json', '\n{"V00XRKL": 3}'],
      ['kxr.txt', ' {"V00XRKL": 3}'],
      ['kxr.txt', 'V00XRKL\n3'],
    ] as const) {
      expect(parseReadingsFile({ name, text }, RIGHT).readings.XRKL.value).toBe(3);
    }
    const list = { name: 'kxr.json', text: '[3]' };
    expect(() => parseReadingsFile(list, RIGHT)).toThrow(/one JSON object/);
  });
});

describe('JSON with readings', () => {
  const parse = (text: string) => parseReadingsFile({ name: 'a.json', text }, RIGHT);

  it.each([
    ['names both', '{"ID": 9000001, "SIDE": 1, "XRKL": 2}', true, 'same'],
    ['names both in words', '{"ID": "9000001 ", "SIDE": "1: Right", "XRKL": 2}', true, 'same'],
    ['names no side', '{"ID": 9000001, "SIDE": null, "XRKL": 2}', false, 'same'],
    ['names no person', '{"SIDE": 1, "XRKL": 2}', true, 'unsaid'],
    ['names another person', '{"ID": 9000002, "SIDE": 1, "XRKL": 2}', true, 'other'],
    ['names nothing', '{"XRKL": 2}', false, 'unsaid'],
  ])('tells what ties it to the knee where it %s', (_, text, isSideSaid, person) => {
    const { readings, ...owner } = parse(text);
    expect(owner).toEqual({ isSideSaid, person });
    expect(readings.XRKL.value).toBe(2);
  });

  it.each([
    ['the other knee', '{"SIDE": 2, "XRKL": 2}', /of the other knee/],
    ['a side that is no code', '{"SIDE": "right", "XRKL": 2}', /of the other knee.*1 right/],
    ['a side of another form', '{"SIDE": [1], "XRKL": 2}', /SIDE of the readings must be/],
    ['an ID of another form', '{"ID": {}, "XRKL": 2}', /ID of the readings must be/],
    ['a name that is none', '{"ID": 1, "WOMAC": 2}', /WOMAC is not one of/],
  ])('is refused with a sentence: %s', (_, text, sentence) => {
    expect(() => parse(text)).toThrow(ReadingsError);
    expect(() => parse(text)).toThrow(sentence);
  });
});
