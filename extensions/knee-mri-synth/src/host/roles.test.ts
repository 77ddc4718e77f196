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

  it('prefers a stack with a frontal image, whichever of its images that is', () => {
    const instances = [lateral, frontal].flatMap(one => one.instances ?? []);
    const stack = { ...displaySet('stack', 'RF'), instances };
    expect(assignRoles([lateral, stack]).radiograph).toBe(stack);
  });

  it('shows the radiograph that the user chose', () => {
    expect(assignRoles([frontal, lateral], { candidateId: 'lateral/' }).radiograph).toBe(lateral);
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

describe('a study with both knees', () => {
  const film = (uid: string, ImageLaterality: string) =>
    displaySet(uid, 'DX', { ViewPosition: 'PA', ImageLaterality, SOPInstanceUID: `film-${uid}` });
  const made = (uid: string, side: string, source: string, SeriesNumber: number) =>
    displaySet(uid, 'MR', {
      ImageType: ['DERIVED', 'SECONDARY', 'OTHER', 'SYNTHETIC'],
      ImageLaterality: side,
      SourceImageSequence: [{ ReferencedSOPInstanceUID: source }],
      SeriesNumber,
    });
  const left = film('left', 'L');
  const right = film('right', 'R');
  const ofRight = made('of-right', 'R', 'film-right', 9003);
  const ofLeft = made('of-left', 'L', 'film-left', 9001);

  it('shows the newest synthetic series beside the film that it was made from', () => {
    for (const films of [
      [left, right],
      [right, left],
    ]) {
      const roles = assignRoles([...films, ofRight, ofLeft]);
      expect([roles.radiograph, roles.synthetic]).toEqual([right, ofRight]);
    }
  });

  it('shows only what was made from the film that the user chose', () => {
    const all = [left, right, ofRight, ofLeft];
    expect(assignRoles(all, { candidateId: 'left/film-left' }).synthetic).toBe(ofLeft);
    expect(
      assignRoles([left, right, ofRight], { candidateId: 'left/film-left' }).synthetic
    ).toBeNull();
    const stale = { candidateId: 'left/film-left', syntheticSeriesUid: '1.2.of-right' };
    expect(assignRoles(all, stale).synthetic).toBe(ofLeft);
  });

  it('goes by the side where the film of a synthetic series is not in the study', () => {
    const elsewhere = made('elsewhere', 'R', 'film-of-another-study', 9005);
    expect(assignRoles([left, elsewhere]).synthetic).toBeNull();
    expect(assignRoles([right, elsewhere]).synthetic).toBe(elsewhere);
  });

  it('puts no acquisition of the other knee beside the film', () => {
    const acquired = displaySet('acquired', 'MR', { Laterality: 'R' }, 35);
    expect(assignRoles([left, acquired]).acquired).toBeNull();
    expect(assignRoles([right, acquired]).acquired).toBe(acquired);
  });

  it('tells the images of a stack apart, by what was made of each and by their sides', () => {
    const instances = [left, right].flatMap(one => one.instances ?? []);
    const stack = { ...displaySet('stack', 'RF'), instances };
    const series = [ofRight, ofLeft];
    const acquired = displaySet('acquired', 'MR', { Laterality: 'R' }, 35);
    const rolesOf = (candidateId: string) =>
      assignRoles([stack, ...series, acquired], { candidateId });
    expect(rolesOf('stack/film-left')).toEqual({
      radiograph: stack,
      synthetic: ofLeft,
      acquired: null,
    });
    expect(rolesOf('stack/film-right')).toEqual({
      radiograph: stack,
      synthetic: ofRight,
      acquired,
    });
  });

  it('shows both knees of one film beside it', () => {
    const both = displaySet('both', 'DX', { ImageLaterality: 'B', SOPInstanceUID: 'film-both' });
    const knee = made('knee', 'L', 'film-both', 9001);
    expect(assignRoles([both, knee])).toMatchObject({ radiograph: both, synthetic: knee });
  });
});
