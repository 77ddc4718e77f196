import { seriesRequest } from '../../../test/syntheticKnee';
import { notRead } from '../../features';
import type { DicomAttributes } from '../attributes';
import { buildSyntheticSeries } from '../buildSyntheticSeries';
import { readPart10 } from '../part10';
import { readReportedReadings } from './readReadings';

const code = (CodeValue: string, CodeMeaning: string, CodingSchemeDesignator = 'SCT') => [
  { CodeValue, CodingSchemeDesignator, CodeMeaning },
];
const modifier = (concept: DicomAttributes[], value: DicomAttributes[]) => ({
  RelationshipType: 'HAS CONCEPT MOD',
  ValueType: 'CODE',
  ConceptNameCodeSequence: concept,
  ConceptCodeSequence: value,
});
const grade = (meaning: string, value: number | string, children: DicomAttributes[] = []) => ({
  RelationshipType: 'CONTAINS',
  ValueType: 'NUM',
  ConceptNameCodeSequence: code('1', meaning, '99OTHER'),
  MeasuredValueSequence: [{ NumericValue: value }],
  ContentSequence: children,
});
const SITE = code('363698007', 'Finding Site');
const LATERALITY = code('272741003', 'Laterality');

/** A plain measurement report (TID 1500) of somebody else. */
function foreignReport(side: DicomAttributes[], children: DicomAttributes[]): DicomAttributes {
  const group = {
    RelationshipType: 'CONTAINS',
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: code('125007', 'Measurement Group', 'DCM'),
    ContentSequence: [modifier(LATERALITY, side), ...children],
  };
  return {
    Modality: 'SR',
    ConceptNameCodeSequence: code('126000', 'Imaging Measurement Report', 'DCM'),
    ContentSequence: [{ ValueType: 'CONTAINER', ContentSequence: [group] }],
  };
}

const LEFT = code('7771000', 'Left');

describe('readings in a structured report', () => {
  it('come back out of the report that is written with a series', () => {
    const series = buildSyntheticSeries(seriesRequest());
    const [found, ...more] = readReportedReadings(readPart10(series.report.part10).attributes);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ side: 'R', count: 2 });
    expect(found?.readings.XRKL).toEqual({ value: 2, source: 'report' });
    expect(found?.readings.XRJSM).toEqual({ value: 1, source: 'report' });
    expect(found?.readings.XRJSL).toEqual({ value: null, source: null });
  });

  it("come from another's report, by names and finding sites in words", () => {
    const report = foreignReport(LEFT, [
      grade('Kellgren-Lawrence Grade', '3'),
      grade('Joint space narrowing', 2, [modifier(SITE, code('a', 'Medial compartment'))]),
      grade('OSTEOPHYTE GRADE', 1, [
        modifier(SITE, code('b', 'Femur')),
        modifier(SITE, code('c', 'Lateral')),
      ]),
      grade('Tibial attrition, lateral', 0),
    ]);
    const [found] = readReportedReadings(report);
    expect(found).toMatchObject({
      side: 'L',
      count: 4,
      readings: {
        XRKL: { value: 3, source: 'report' },
        XRJSM: { value: 2 },
        XROSFL: { value: 1 },
        XRATTL: { value: 0 },
      },
    });
  });

  it('may be coded findings, and of a side that nobody names', () => {
    const finding = {
      RelationshipType: 'CONTAINS',
      ValueType: 'CODE',
      ConceptNameCodeSequence: code('1', 'Kellgren-Lawrence grade', '99OTHER'),
      ConceptCodeSequence: code('2', 'Grade 2', '99OTHER'),
    };
    expect(readReportedReadings({ ContentSequence: [finding] })).toMatchObject([
      { side: null, readings: { XRKL: { value: 2 } } },
    ]);
  });

  it.each([
    [
      'retired codes',
      [modifier(code('G-C171', 'Laterality', 'SRT'), code('G-A101', 'Left', 'SRT'))],
    ],
    ['codes of their own', [modifier(LATERALITY, code('L', 'Left side', '99OTHER'))]],
    ['a finding site', [modifier(SITE, code('82169009', 'Structure of left knee'))]],
    [
      'the laterality of a finding site',
      [
        {
          ...modifier(SITE, code('72696002', 'Knee region')),
          ContentSequence: [modifier(LATERALITY, LEFT)],
        },
      ],
    ],
  ])('are of the side that is said by %s', (_, children) => {
    const grades = [grade('Kellgren-Lawrence grade', 3, children)];
    expect(readReportedReadings({ ContentSequence: grades })).toMatchObject([
      { side: 'L', count: 1 },
    ]);
  });

  it('are of the side that their names or sections say', () => {
    const section = {
      ValueType: 'CONTAINER',
      ConceptNameCodeSequence: code('9', 'Right knee', '99OTHER'),
      ContentSequence: [grade('Kellgren-Lawrence grade', 1)],
    };
    const named = grade('Kellgren-Lawrence grade, left knee', 4);
    const found = readReportedReadings({ ContentSequence: [section, named] });
    expect(found.map(({ side, readings }) => [side, readings.XRKL.value])).toEqual([
      ['R', 1],
      ['L', 4],
    ]);
  });

  it.each([
    ['of the patella', grade('Osteophytes, lateral patellofemoral', 2)],
    ['of the whole compartment', grade('Osteophytes, medial tibiofemoral', 2)],
    [
      'where the patella meets the femur',
      grade('Joint space narrowing, lateral', 2, [modifier(SITE, code('p', 'Patellofemoral'))]),
    ],
    ['cysts beside the bone', grade('Baker cyst, medial femoral condyle', 1)],
    [
      'in millimetres',
      {
        ...grade('Joint space narrowing, medial', 2),
        MeasuredValueSequence: [
          { NumericValue: 2, MeasurementUnitsCodeSequence: code('mm', 'mm', 'UCUM') },
        ],
      },
    ],
    [
      'between two grades',
      {
        ConceptNameCodeSequence: code('1', 'Kellgren-Lawrence grade', '99OTHER'),
        ConceptCodeSequence: code('2', 'Grade 2-3', '99OTHER'),
      },
    ],
    [
      'of half a grade',
      {
        ConceptNameCodeSequence: code('1', 'Kellgren-Lawrence grade', '99OTHER'),
        ConceptCodeSequence: code('2', 'Grade 1.5', '99OTHER'),
      },
    ],
  ])('are none of the variables: %s', (_, item) => {
    expect(readReportedReadings(foreignReport(LEFT, [item]))).toEqual([]);
  });

  it('are left unread where they are no grade, twice and different, or of no bone', () => {
    const report = foreignReport(LEFT, [
      grade('Kellgren-Lawrence Grade', 1),
      grade('Kellgren-Lawrence Grade', 2),
      grade('Joint space narrowing, medial', 7),
      grade('Joint space narrowing, lateral', 1.5),
      grade('Osteophytes, medial', 2),
    ]);
    expect(readReportedReadings(report)).toEqual([{ side: 'L', readings: notRead(), count: 0 }]);
  });

  it('are none in other reports, and a nest without end does no harm', () => {
    expect(readReportedReadings({ Modality: 'SR', ContentSequence: [{}] })).toEqual([]);
    let nest: DicomAttributes = {};
    for (let depth = 0; depth < 50_000; depth++) {
      nest = { RelationshipType: 'HAS CONCEPT MOD', ContentSequence: [nest] };
    }
    expect(readReportedReadings(nest)).toEqual([]);
  });
});
