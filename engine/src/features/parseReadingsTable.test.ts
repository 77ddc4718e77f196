import { parseReadingsTable } from './parseReadingsTable';
import { ReadingsError } from './ReadingsError';

const TABLE = [
  'ID|SIDE|readprj|V00XRKL|V00XRJSM|V00XROSFM',
  '9000001|1: Right|15|2: 2|1|.: Missing Form/Incomplete Workbook',
  '9000001|2: Left|15|0|0|0',
  '9000002|1|15|4|3|3',
].join('\n');

describe("a table with the OAI's names", () => {
  it('gives the row of the person and side, and keeps missing apart from 0', () => {
    const right = parseReadingsTable(TABLE, { side: 'R', id: '9000001' });
    expect(right.XRKL).toEqual({ value: 2, source: 'file' });
    expect(right.XRJSM.value).toBe(1);
    expect(right.XROSFM).toEqual({ value: null, source: null });
    expect(right.XRJSL).toEqual({ value: null, source: null });
    expect(parseReadingsTable(TABLE, { side: 'L' }).XROSFM).toEqual({ value: 0, source: 'file' });
  });

  it.each([
    ['commas, lower case, quotes', 'side,"v01xrkl"\r\n1,"3"\r\n', 3],
    ['semicolons, no visit', 'XRKL;XRJSM\n1;.\n', 1],
    ['tabs and a byte-order mark', '\uFEFFXRKL\tSIDE\n4\t1', 4],
  ])('is read with %s', (_, text, grade) => {
    const readings = parseReadingsTable(text, { side: 'R' });
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
    const readings = parseReadingsTable(`XRKL,XRJSM,SIDE\n${cell},0,1`, { side: 'R' });
    expect(readings.XRKL).toEqual({ value: null, source: null });
    expect(readings.XRJSM).toEqual({ value: 0, source: 'file' });
  });

  it('keeps its columns apart where text between quotes has commas', () => {
    const text = 'ID,COMMENT,XRKL,XRJSM\n1,"stiff, ""worse"", at night",3,1';
    const readings = parseReadingsTable(text, { side: 'R' });
    expect([readings.XRKL.value, readings.XRJSM.value]).toEqual([3, 1]);
  });

  it('takes rows that say the same for one', () => {
    expect(parseReadingsTable('SIDE,XRKL,readprj\n1,2,15\n1,2,42', { side: 'R' }).XRKL.value).toBe(
      2
    );
  });

  it.each([
    ['rows that differ', TABLE, { side: 'R' as const }, /several rows .* differ/],
    ['no such row', 'SIDE,XRKL\n1,2', { side: 'L' as const }, /no row for this knee/],
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
