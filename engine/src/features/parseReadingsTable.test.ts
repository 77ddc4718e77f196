import { parseReadingsTable } from './parseReadingsTable';
import { ReadingsError } from './ReadingsError';
import type { FiledReadings } from './types';

const TABLE = [
  'ID|SIDE|readprj|V00XRKL|V00XRJSM|V00XROSFM',
  '9000001|1: Right|15|2: 2|1|.: Missing Form/Incomplete Workbook',
  '9000001|2: Left|15|0|0|0',
  '9000002|1|15|4|3|3',
].join('\n');

describe("a table with the OAI's names", () => {
  it('gives the row of the person and side, and keeps missing apart from 0', () => {
    const { readings: right, ...owner } = parseReadingsTable(TABLE, { side: 'R', id: '9000001' });
    expect(owner).toEqual({ isSideSaid: true, person: 'same' });
    expect(right.XRKL).toEqual({ value: 2, source: 'file' });
    expect(right.XRJSM.value).toBe(1);
    expect(right.XROSFM).toEqual({ value: null, source: null });
    expect(right.XRJSL).toEqual({ value: null, source: null });
    expect(parseReadingsTable(TABLE, { side: 'L' }).readings.XROSFM).toEqual({
      value: 0,
      source: 'file',
    });
  });

  it.each([
    ['commas, lower case, quotes', 'side,"v01xrkl"\r\n1,"3"\r\n', 3],
    ['semicolons, no visit', 'XRKL;XRJSM\n1;.\n', 1],
    ['tabs and a byte-order mark', '\uFEFFXRKL\tSIDE\n4\t1', 4],
  ])('is read with %s', (_, text, grade) => {
    const { readings } = parseReadingsTable(text, { side: 'R' });
    expect(readings.XRKL.value).toBe(grade);
    expect(readings.XRJSM.value).toBeNull();
  });

  it.each([
    ['a dot', '.'],
    ['a code of the OAI', '.M: Missing'],
    ['nothing', ''],
    ['a blank between quotes', '" "'],
    ['nothing between quotes', '""'],
  ])('never takes %s for 0', (_, cell) => {
    const { readings } = parseReadingsTable(`XRKL,XRJSM,SIDE\n${cell},0,1`, { side: 'R' });
    expect(readings.XRKL).toEqual({ value: null, source: null });
    expect(readings.XRJSM).toEqual({ value: 0, source: 'file' });
  });

  it('keeps its columns apart where text between quotes has commas', () => {
    const text = 'ID,COMMENT,XRKL,XRJSM\n1,"stiff, ""worse"", at night",3,1';
    const { readings } = parseReadingsTable(text, { side: 'R' });
    expect([readings.XRKL.value, readings.XRJSM.value]).toEqual([3, 1]);
  });

  it('takes rows that say the same for one', () => {
    const text = 'SIDE,XRKL,readprj\n1,2,15\n1,2,42';
    expect(parseReadingsTable(text, { side: 'R' }).readings.XRKL.value).toBe(2);
  });

  it.each<[string, string, FiledReadings['isSideSaid'], FiledReadings['person']]>([
    ['names both', 'ID,SIDE,XRKL\n7,1,2', true, 'same'],
    ['names both, among others', 'ID,SIDE,XRKL\n7,1: Right,2\n7,2: Left,0\n8,1,4', true, 'same'],
    ['names no side', 'ID,XRKL\n7,2', false, 'same'],
    ['leaves its side open', 'ID,SIDE,XRKL\n7,.: Missing,2', false, 'same'],
    ['leaves its side open beside the other', 'ID,SIDE,XRKL\n7,,2\n7,2,0', false, 'same'],
    ['names no person', 'SIDE,XRKL\n1,2\n2,0', true, 'unsaid'],
    ['leaves its person open', 'ID,SIDE,XRKL\n.,1,2', true, 'unsaid'],
    ['names another person', 'ID,SIDE,XRKL\n8,1,2', true, 'other'],
    ['names nothing', 'XRKL\n2', false, 'unsaid'],
  ])('tells what ties it to the knee where it %s', (_, text, isSideSaid, person) => {
    const { readings, ...owner } = parseReadingsTable(text, { side: 'R', id: '7' });
    expect(owner).toEqual({ isSideSaid, person });
    expect(readings.XRKL.value).toBe(2);
  });

  it('never takes the patient for another where the patient is not known', () => {
    const { person } = parseReadingsTable('ID,SIDE,XRKL\n7,1,2', { side: 'R' });
    expect(person).toBe('other');
  });

  it.each([
    ['rows that differ', TABLE, { side: 'R' as const }, /several rows .* differ/],
    ['no such row', 'SIDE,XRKL\n1,2', { side: 'L' as const }, /no row for this knee/],
    [
      'no such row of the patient, whatever others have',
      'ID,SIDE,XRKL\n7,1,2\n8,2,3',
      { side: 'L' as const, id: '7' },
      /no row for this knee/,
    ],
    [
      'rows that differ without a side',
      'ID,XRKL\n7,2\n7,0',
      { side: 'L' as const, id: '7' },
      /does not say which knee/,
    ],
    [
      'rows of several other persons',
      'ID,SIDE,XRKL\n8,1,2\n9,1,2',
      { side: 'R' as const, id: '7' },
      /one person/,
    ],
    ['no such column', 'a,b\n1,2', {}, /none of the OAI's names/],
    ['two visits', 'V00XRKL,V01XRKL\n1,2', {}, /several visits/],
    ['variables of different visits', 'V00XRKL,V01XRJSM\n1,2', {}, /visits \(V00, V01\)/],
    ['two persons with the same grades', 'ID,XRKL\n7,2\n8,2', {}, /several rows/],
    ['cells beyond the last name', 'COMMENT,XRKL\nstiff,2,3', {}, /more cells/],
    ['a label without a grade', 'XRKL\n: Missing', {}, /XRKL must be/],
    ['half a grade', 'XRKL\n0.5', {}, /XRKL must be/],
    ['a number for missing', 'XRKL\n-9', {}, /XRKL must be/],
    ['a grade too high', 'XRKL\n5', {}, /XRKL must be a whole number from 0 to 4/],
    ['a word', 'XRKL\nmild', {}, /XRKL must be/],
    ['nothing', '', {}, /none of the OAI's names/],
  ])('is refused with a sentence: %s', (_, text, choice, sentence) => {
    const parse = () => parseReadingsTable(text, choice);
    expect(parse).toThrow(ReadingsError);
    expect(parse).toThrow(sentence);
  });
});
