import type { DisplaySet } from './ohif';
import { assignRoles } from './roles';

const CORONAL = [1, 0, 0, 0, 0, -1];
const SAGITTAL = [0, 1, 0, 0, 0, -1];

function displaySet(uid: string, Modality: string, instance = {}, numImageFrames = 1): DisplaySet {
  return {
    displaySetInstanceUID: uid,
    StudyInstanceUID: '1.2',
    SeriesInstanceUID: `1.2.${uid}`,
    Modality,
    numImageFrames,
    instances: [instance],
  };
}

const synthetic = (uid: string, SeriesNumber: number) =>
  displaySet(uid, 'MR', {
    ImageType: ['DERIVED', 'SECONDARY', 'OTHER', 'SYNTHETIC'],
    ImageOrientationPatient: CORONAL,
    SeriesNumber,
  });

describe('which series stands in which column', () => {
  const lateral = displaySet('lateral', 'DX', { ViewPosition: 'LL' });
  const frontal = displaySet('frontal', 'DX', { ViewPosition: 'PA' });
  const sagittal = displaySet('sagittal', 'MR', { ImageOrientationPatient: SAGITTAL }, 160);
  const coronal = displaySet('coronal', 'MR', { ImageOrientationPatient: CORONAL }, 35);

  it('prefers a frontal radiograph and a coronal acquisition', () => {
    const roles = assignRoles([lateral, sagittal, frontal, coronal]);
    expect(roles.radiograph).toBe(frontal);
    expect(roles.acquired).toBe(coronal);
    expect(roles.synthetic).toBeNull();
  });

  it('shows the radiograph that the user chose', () => {
    expect(assignRoles([frontal, lateral], { radiographUid: 'lateral' }).radiograph).toBe(lateral);
  });

  it('takes a sagittal acquisition where there is no coronal one', () => {
    expect(assignRoles([frontal, sagittal]).acquired).toBe(sagittal);
  });

  it('never takes a synthetic series for an acquired one', () => {
    const roles = assignRoles([frontal, synthetic('s', 9001)]);
    expect(roles.acquired).toBeNull();
    expect(roles.synthetic?.displaySetInstanceUID).toBe('s');
  });

  it('shows the newest synthetic series, or the one just made', () => {
    const all = [synthetic('b', 9002), synthetic('a', 9001)];
    expect(assignRoles(all).synthetic?.displaySetInstanceUID).toBe('b');
    const wanted = { syntheticSeriesUid: '1.2.a' };
    expect(assignRoles(all, wanted).synthetic?.displaySetInstanceUID).toBe('a');
  });

  it('leaves out what the viewer cannot show', () => {
    expect(assignRoles([{ ...frontal, unsupported: true }]).radiograph).toBeNull();
  });
});
