import { read, textsOf } from '../../test/storedFilm';
import type { DicomAttributes } from './attributes';
import { judgeFilm } from './judgeFilm';

describe('the view', () => {
  const silent = { ViewPosition: undefined };
  const code = (value: string, meaning = '') => [
    { CodeValue: value, CodingSchemeDesignator: 'SCT', CodeMeaning: meaning },
  ];

  it.each([
    [{ ViewPosition: 'LL' }],
    [{ ViewPosition: 'LATERAL' }],
    [{ ...silent, ViewCodeSequence: code('399067008') }],
    [{ ...silent, ViewCodeSequence: code('X', 'Medio-lateral projection, lateral') }],
    [{ ...silent, SeriesDescription: 'R KNEE LAT 30DEG' }],
    [{ ...silent, SeriesDescription: 'GENOU DROIT PROFIL' }],
    [{ ViewPosition: 'XTABLE LAT' }],
    [{ ...silent, PatientOrientation: ['A', 'F'] }],
  ])('is refused when it is lateral: %j', change => {
    expect(() => read(change)).toThrow(/lateral view.*Choose a frontal/);
  });

  it.each([
    [{ ...silent, SeriesDescription: 'Knee skyline' }],
    [{ ViewPosition: 'RLO' }],
    [{ ViewPosition: 'SUNRISE' }],
    [{ ...silent, ViewCodeSequence: code('399312000', 'antero-posterior oblique') }],
  ])('is refused when it is neither lateral nor frontal: %j', change => {
    expect(() => read(change)).toThrow(/not a frontal view/);
  });

  it.each([
    [{ ViewPosition: 'AP' }, 'AP'],
    [{ ViewPosition: 'BILAT PA FLEX' }, 'PA'],
    [{ ...silent, ViewCodeSequence: code('272479007') }, 'PA'],
    [{ ...silent, ProtocolName: 'Knee PA fixed flexion' }, 'PA'],
  ])('is known from %j', (change, view) => {
    expect(read(change).view).toMatchObject({ view, isFrontal: 'yes' });
  });

  it.each([
    [silent],
    [{ ...silent, ViewCodeSequence: code('constructor') }],
    [{ ...silent, SeriesDescription: 'KNEE AP + LAT' }],
  ])('stays unknown, and says so, for %j', change => {
    const instance = read(change);
    expect(instance.view).toMatchObject({ view: null, isFrontal: 'unknown' });
    expect(instance.notes).toContainEqual(instance.view.reason);
  });
});

describe('a radiograph whose attributes disagree or are silent', () => {
  const pa = [{ CodeValue: '272479007', CodingSchemeDesignator: 'SCT', CodeMeaning: 'PA' }];

  it('is not refused where they name a frontal and a lateral view, and both are named', () => {
    const { view, notes } = read({ ViewPosition: 'LL', ViewCodeSequence: pa });
    expect(view).toMatchObject({ view: null, isFrontal: 'unknown', conflict: true });
    expect(view.reason.text).toBe(
      'Its attributes contradict each other on the view: its ViewCodeSequence says a frontal (PA) view, its ViewPosition a lateral view.'
    );
    expect(textsOf(notes)).toContain(view.reason.text);
  });

  it('is frontal whether AP or PA', () => {
    const { view } = read({ ViewPosition: 'AP', ViewCodeSequence: pa });
    expect(view).toMatchObject({ isFrontal: 'yes', conflict: false });
  });

  it.each([
    ['surely', { BodyPartExamined: 'KNEE' }, 'yes', /frontal \(PA\) view\.$/],
    ['by its region', { AnatomicRegionSequence: [{ CodeMeaning: 'Knee region' }] }, 'yes', /PA/],
    ['by its description', { SeriesDescription: 'GENOU FACE' }, 'yes', /PA/],
    ['perhaps, of a part unnamed', {}, 'unsure', /do not say which part of the body/],
    ['perhaps, of a whole leg', { SeriesDescription: 'Long-leg standing' }, 'unsure', /whole leg/],
    ['perhaps, by a description', { SeriesDescription: 'CHEST' }, 'unsure', /\(chest\)/],
    [
      'perhaps, by attributes that differ',
      { BodyPartExamined: 'CHEST', SeriesDescription: 'Knee' },
      'unsure',
      /BodyPartExamined says chest, its SeriesDescription knee/,
    ],
    ['not, by its body part', { BodyPartExamined: 'CHEST' }, 'no', /shows the chest, not a knee/],
    ['not, by its modality', { Modality: 'MR', BodyPartExamined: 'KNEE' }, 'no', /modality is MR/],
  ])('is a knee %s', (_, change, suits, reason) => {
    const silent = { Modality: 'DX', ViewPosition: 'PA' };
    const finding = judgeFilm({ ...silent, ...change });
    expect(finding.suits).toBe(suits);
    expect(finding.reason.text).toMatch(reason);
  });

  it.each<[boolean, string, DicomAttributes]>([
    [true, 'the whole leg', { SeriesDescription: 'Long-leg standing' }],
    [true, 'the whole leg, in a code', { BodyPartExamined: 'LEG', ProtocolName: 'HKA' }],
    [true, 'parts that differ', { BodyPartExamined: 'CHEST', SeriesDescription: 'Knee' }],
    [true, 'the leg, coded as knee', { BodyPartExamined: 'KNEE', SeriesDescription: 'Long leg' }],
    [true, 'the lower limb and no knee', { BodyPartExamined: 'LOWER LIMB' }],
    [false, 'the knee', { BodyPartExamined: 'KNEE' }],
    [false, 'a knee', { BodyPartExamined: 'KNEE', StudyDescription: 'XR lower limb right' }],
    [false, 'a limb', { BodyPartExamined: 'LOWER LIMB', SeriesDescription: 'Knee PA' }],
    [false, 'one of several', { BodyPartExamined: 'KNEE', StudyDescription: 'Knee, long leg' }],
    [false, 'a part that nothing names', {}],
  ])('has to be looked at first, or not (%s), where it is of %s', (doubtful, _, change) => {
    const frontal = { Modality: 'DX', ViewPosition: 'PA' };
    expect(judgeFilm({ ...frontal, ...change }).doubtful).toBe(doubtful);
  });
});
