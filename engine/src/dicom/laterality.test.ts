import { attributes, COLUMNS, read, ROWS } from '../../test/storedFilm';
import type { DicomAttributes } from './attributes';
import { readRadiographInstance } from './readRadiograph';

describe('the side', () => {
  const silent = { ImageLaterality: undefined };
  const code = (value: string) => ({ CodeValue: value, CodingSchemeDesignator: 'SCT' });
  it.each([
    ['ImageLaterality', { ImageLaterality: 'L' }, 'L'],
    ['Laterality', { ...silent, Laterality: 'R' }, 'R'],
    [
      'FrameLaterality',
      {
        ...silent,
        SharedFunctionalGroupsSequence: [{ FrameAnatomySequence: [{ FrameLaterality: 'L' }] }],
      },
      'L',
    ],
    [
      'the region code',
      {
        ...silent,
        AnatomicRegionSequence: [{ AnatomicRegionModifierSequence: [code('7771000')] }],
      },
      'L',
    ],
    [
      'the view code',
      {
        ...silent,
        ViewCodeSequence: [{ ...code('399348003'), ViewModifierCodeSequence: [code('24028007')] }],
      },
      'R',
    ],
    ['a word', { ...silent, SeriesDescription: 'KNEE_LT_AP' }, 'L'],
    [
      'a word of the study, if all else is silent',
      { ...silent, StudyDescription: 'Right knee' },
      'R',
    ],
    [
      'the meaning of the region code',
      {
        ...silent,
        AnatomicRegionSequence: [
          { CodeValue: '82169009', CodingSchemeDesignator: 'SCT', CodeMeaning: 'Left knee' },
        ],
      },
      'L',
    ],
    [
      'no code that is none',
      { ...silent, AnatomicRegionSequence: [code('constructor'), code('toString')] },
      null,
    ],
    ['a German word', { ...silent, SeriesDescription: 'Knie rechts a.p.' }, 'R'],
    ['a Spanish word', { ...silent, ProtocolName: 'R.X. RODILLA IZQUIERDA' }, 'L'],
    [
      'a French word, not from an article',
      { ...silent, StudyDescription: "Radio de l'articulation du genou droit" },
      'R',
    ],
    ['no article', { ...silent, StudyDescription: "Radiographie de l'articulation" }, null],
    ['no abbreviation', { ...silent, StudyDescription: 'XR KNEE R/O FRACTURE' }, null],
    ['no part of the spine', { ...silent, StudyDescription: 'KNEE AND L-SPINE' }, null],
    ['no plural', { ...silent, StudyDescription: 'RX GENOUX FACE' }, null],
    ['nothing', { ...silent, StudyDescription: 'Rheumatology follow-up' }, null],
    ['"both"', { ImageLaterality: 'B' }, null],
    ['a word for both', { ...silent, SeriesDescription: 'Bilateral PA knees' }, null],
  ])('comes from %s', (_, change, side) => {
    expect(read(change as DicomAttributes).side).toBe(side);
  });

  it('is that of the frame that is read', () => {
    const frameOf = (FrameLaterality: string) => ({ FrameAnatomySequence: [{ FrameLaterality }] });
    const frames = {
      ...silent,
      NumberOfFrames: 3,
      PerFrameFunctionalGroupsSequence: [frameOf('R'), frameOf('L'), {}],
    };
    const values = Array.from({ length: ROWS * COLUMNS }, (_, index) => index);
    const sideOf = (frame: number, change: DicomAttributes = {}) =>
      readRadiographInstance(attributes({ ...frames, ...change }), { values }, { frame }).side;
    expect([1, 2, 3].map(frame => sideOf(frame))).toEqual(['R', 'L', null]);
    const shared = { SharedFunctionalGroupsSequence: [frameOf('R')] };
    expect([1, 2, 3].map(frame => sideOf(frame, shared))).toEqual(['R', 'L', 'R']);
  });

  it('is left to the user where attributes contradict each other', () => {
    const instance = read({ ImageLaterality: 'R', SeriesDescription: 'KNEE LEFT' });
    expect(instance.side).toBeNull();
    expect(instance.laterality).toMatchObject({ side: null, conflict: true });
    expect(instance.laterality.reason.text).toMatch(/ImageLaterality and SeriesDescription differ/);
  });
});
