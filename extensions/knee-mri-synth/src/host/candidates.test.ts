import { textOf } from '@xray-to-mri/engine';
import { findCandidates } from './candidates';
import type { DisplaySet } from './ohif';

function film(uid: string, attributes: Record<string, unknown>, Modality = 'DX'): DisplaySet {
  return {
    displaySetInstanceUID: uid,
    StudyInstanceUID: '1.2',
    SeriesInstanceUID: `1.2.${uid}`,
    Modality,
    SeriesDescription: uid,
    instances: [{ Modality, SeriesNumber: 1, ...attributes }],
  };
}

describe('the radiographs to choose from', () => {
  it('puts frontal views first, then silent ones, then those that cannot be used', () => {
    const found = findCandidates([
      film('lateral', { ViewPosition: 'LL' }),
      film('silent', {}),
      film('frontal', { ViewPosition: 'AP', BodyPartExamined: 'KNEE' }),
      film('contradictory', {
        ViewPosition: 'LL',
        ViewCodeSequence: [{ CodeValue: '272479007', CodeMeaning: 'postero-anterior' }],
      }),
    ]);
    expect(found.map(({ id, usable }) => [id, usable])).toEqual([
      ['frontal', true],
      ['silent', true],
      ['contradictory', true],
      ['lateral', false],
    ]);
    expect(found.map(({ reason }) => textOf(reason))).toEqual([
      expect.stringContaining('frontal (AP)'),
      expect.stringContaining('do not say'),
      expect.stringMatching(/contradict.*ViewCodeSequence.*ViewPosition/),
      expect.stringContaining('lateral'),
    ]);
  });

  it('names the series as the viewer does', () => {
    const [candidate] = findCandidates([film('PA flexion', { ViewPosition: 'PA' })]);
    expect(candidate?.label).toBe('S:1 PA flexion');
  });

  it('leaves out other modalities and what the viewer does not support', () => {
    const unsupported = { ...film('x', { ViewPosition: 'PA' }), unsupported: true };
    expect(findCandidates([film('mr', {}, 'MR'), unsupported])).toEqual([]);
  });
});
