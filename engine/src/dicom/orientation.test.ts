import { read, textsOf } from '../../test/storedFilm';

describe('orientation', () => {
  it.each([
    [
      ['L', 'F'],
      [0, 1],
    ],
    [
      ['R', 'F'],
      [79, 78],
    ],
    [
      ['L', 'H'],
      [63 * 80, 63 * 80 + 1],
    ],
    [
      ['F', 'L'],
      [0, 80],
    ],
    [
      ['H', 'R'],
      [64 * 80 - 1, 63 * 80 - 1],
    ],
    [undefined, [0, 1]],
  ])(
    '%j is turned so that rows go down and columns to the left of the patient',
    (orientation, first) => {
      const { radiograph } = read({ PatientOrientation: orientation });
      expect([...radiograph.pixels.slice(0, 2)]).toEqual(first);
      const transposed = /^[FH]/.test(orientation?.[0] ?? '');
      expect([radiograph.rows, radiograph.columns]).toEqual(transposed ? [80, 64] : [64, 80]);
    }
  );
});

describe('an image that does not say how it is turned', () => {
  const ASSUMED = /does not say how it is turned; the usual way .* is assumed/;

  it.each([
    ['has no PatientOrientation', undefined],
    ['has an empty one', ['', '']],
    ['names the axis from front to back', ['A', 'F']],
  ])('is noted where it %s, and taken as it lies', (_, PatientOrientation) => {
    const { notes, reorientation, radiograph } = read({ PatientOrientation });
    expect(textsOf(notes)).toMatch(ASSUMED);
    expect(reorientation.known).toBe(false);
    expect([...radiograph.pixels.slice(0, 2)]).toEqual([0, 1]);
  });

  it('is not noted where it does say so', () => {
    const { notes, reorientation } = read({ PatientOrientation: ['R', 'F'] });
    expect(textsOf(notes)).not.toMatch(ASSUMED);
    expect(reorientation.known).toBe(true);
  });
});
