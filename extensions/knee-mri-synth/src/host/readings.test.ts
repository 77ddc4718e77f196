import type { DisplaySet } from './ohif';
import { findReportedReadings, readReadingsFile } from './readings';

const code = (CodeValue: string, CodeMeaning: string, CodingSchemeDesignator = '99OTHER') => [
  { CodeValue, CodingSchemeDesignator, CodeMeaning },
];
const grade = (side: string, value: number) => ({
  RelationshipType: 'CONTAINS',
  ValueType: 'NUM',
  ConceptNameCodeSequence: code('1', `Kellgren-Lawrence grade${side}`),
  MeasuredValueSequence: [{ NumericValue: value }],
});

function report(id: string, ...grades: object[]): DisplaySet {
  return {
    displaySetInstanceUID: id,
    StudyInstanceUID: '1.2',
    SeriesInstanceUID: `1.2.${id}`,
    Modality: 'SR',
    SeriesDescription: id,
    instances: [{ Modality: 'SR', ContentSequence: grades }],
  };
}

describe('readings in the reports of a study', () => {
  const reports = [
    report('right', grade(', right knee', 1)),
    report('left', grade(', left knee', 4)),
    report('both', grade(', right knee', 2), grade(', left knee', 3)),
    report('silent', grade('', 0)),
  ];
  const found = (side: 'R' | 'L') =>
    findReportedReadings(reports, side).map(({ id, isSideSaid, readings }) => [
      id,
      isSideSaid,
      readings.XRKL.value,
    ]);

  it('are those of the wanted knee, and those of a knee that is not said, told apart', () => {
    expect(found('R')).toEqual([
      ['right', true, 1],
      ['both', true, 2],
      ['silent', false, 0],
    ]);
    expect(found('L')).toEqual([
      ['left', true, 4],
      ['both', true, 3],
      ['silent', false, 0],
    ]);
  });

  it('are looked for in structured reports alone', () => {
    const film = { ...report('film', grade('', 1)), Modality: 'DX' };
    expect(findReportedReadings([film], 'R')).toEqual([]);
  });
});

describe('readings in a file', () => {
  const file = (name: string, text: string) =>
    Object.assign({ size: text.length, text: () => Promise.resolve(text) } as Blob, { name });

  const study = (...patients: string[]): DisplaySet[] =>
    patients.map((PatientID, index) => ({
      ...report(String(index)),
      Modality: 'DX',
      instances: [{ PatientID }],
    }));

  it('are those of the side in a table', async () => {
    const table = file('kxr.csv', 'SIDE,V00XRKL\n1,3\n2,0');
    const gradeOf = async (side: 'R' | 'L') =>
      (await readReadingsFile(table, side, study('7'))).readings.XRKL;
    expect(await gradeOf('R')).toEqual({ value: 3, source: 'file' });
    expect(await gradeOf('L')).toEqual({ value: 0, source: 'file' });
  });

  it('are from a file whatever JSON says of them, and not read is not 0', async () => {
    const json = file('a.json', '{"XRKL": {"value": 2, "source": "typed"}, "XRJSM": null}');
    const { readings } = await readReadingsFile(json, 'R', study('7'));
    expect(readings.XRKL).toEqual({ value: 2, source: 'file' });
    expect(readings.XRJSM).toEqual({ value: null, source: null });
  });

  it.each([
    ['of the patient', study('7', '7 '), 'same'],
    ['of another one', study('8'), 'other'],
    ['where the study names none', study(''), 'other'],
    ['where the study names several', study('7', '8'), 'other'],
  ])('say whose they are: %s', async (_, displaySets, person) => {
    const table = file('kxr.csv', 'ID,SIDE,V00XRKL\n7,1,3');
    const found = await readReadingsFile(table, 'R', displaySets);
    expect(found).toMatchObject({ isSideSaid: true, person });
  });

  it('are refused with a sentence where there are none of this knee', async () => {
    const table = file('kxr.csv', 'SIDE,V00XRKL\n1,3');
    await expect(readReadingsFile(table, 'L', [])).rejects.toThrow(/no row for this knee/);
  });
});
