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
      ['frontal/', true],
      ['silent/', true],
      ['contradictory/', true],
      ['lateral/', false],
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

  it('judges every image of a stack for itself, and says which of the series it is', () => {
    const images = [
      { SOPInstanceUID: '1.3', ViewPosition: 'LL', InstanceNumber: 3 },
      { SOPInstanceUID: '1.1', ViewPosition: 'LL', InstanceNumber: '1' },
      { SOPInstanceUID: '1.2', ViewPosition: 'AP', BodyPartExamined: 'KNEE', InstanceNumber: 2 },
    ];
    const stack = { ...film('stack', {}, 'RF'), instances: images };
    expect(findCandidates([stack])).toMatchObject([
      { id: 'stack/1.2', imageUID: '1.2', place: { image: 2, images: 3 }, sure: true },
      { id: 'stack/1.1', imageUID: '1.1', place: { image: 1, images: 3 }, usable: false },
      { id: 'stack/1.3', imageUID: '1.3', place: { image: 3, images: 3 }, usable: false },
    ]);
  });

  it('counts the images of a series also where the viewer has put them into several display sets', () => {
    const images = ['1.1', '1.2'].map((SOPInstanceUID, index) => ({
      ...film(SOPInstanceUID, { SOPInstanceUID, ViewPosition: 'AP', InstanceNumber: index + 1 }),
      SeriesInstanceUID: '1',
    }));
    const other = film('other', { SOPInstanceUID: '1.9', ViewPosition: 'AP' });
    expect(findCandidates([...images, other]).map(({ id, place }) => [id, place])).toEqual([
      ['1.1/1.1', { image: 1, images: 2 }],
      ['1.2/1.2', { image: 2, images: 2 }],
      ['other/1.9', null],
    ]);
  });

  it('takes a multi-frame image for one', () => {
    const frames = film('run', { SOPInstanceUID: '1.1', NumberOfFrames: 40 }, 'RF');
    expect(findCandidates([frames])).toMatchObject([{ id: 'run/1.1', place: null }]);
  });

  it('leaves out other modalities and what the viewer does not support', () => {
    const unsupported = { ...film('x', { ViewPosition: 'PA' }), unsupported: true };
    expect(findCandidates([film('mr', {}, 'MR'), unsupported])).toEqual([]);
  });
});
