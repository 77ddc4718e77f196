import { read } from '../../test/storedFilm';
import type { DicomAttributes } from './attributes';

describe('the size of a pixel', () => {
  const none = { PixelSpacing: undefined };
  it.each([
    ['PixelSpacing', {}, 0.2, 'PixelSpacing'],
    [
      'the detector, divided by the magnification',
      { ...none, ImagerPixelSpacing: [0.15, 0.15], EstimatedRadiographicMagnificationFactor: 1.2 },
      0.125,
      'ImagerPixelSpacing',
    ],
    [
      'the detector, with the magnification from the distances',
      {
        ...none,
        ImagerPixelSpacing: [0.15, 0.15],
        DistanceSourceToDetector: 1200,
        DistanceSourceToPatient: 1000,
      },
      0.125,
      'ImagerPixelSpacing',
    ],
    ['the detector alone', { ...none, ImagerPixelSpacing: [0.15, 0.15] }, 0.15, 'detector'],
    [
      'the detector alone, where the magnification is only a 1 that nobody measured',
      { ...none, ImagerPixelSpacing: [0.15, 0.15], EstimatedRadiographicMagnificationFactor: 1 },
      0.15,
      'detector',
    ],
    [
      'the detector alone, where it is the scanner of a film',
      { ...none, NominalScannedPixelSpacing: [0.175, 0.175] },
      0.175,
      'detector',
    ],
    [
      'the detector alone, where PixelSpacing only repeats it',
      { ImagerPixelSpacing: [0.2, 0.2] },
      0.2,
      'detector',
    ],
    [
      'the detector alone, where PixelSpacing repeats it with fewer digits',
      { PixelSpacing: [0.139, 0.139], ImagerPixelSpacing: [0.13895, 0.13895] },
      0.13895,
      'detector',
    ],
    [
      'the detector, where PixelSpacing only repeats it',
      { ImagerPixelSpacing: [0.2, 0.2], EstimatedRadiographicMagnificationFactor: 1.25 },
      0.16,
      'ImagerPixelSpacing',
    ],
    [
      'PixelSpacing, where it was calibrated',
      { ImagerPixelSpacing: [0.25, 0.25] },
      0.2,
      'PixelSpacing',
    ],
    [
      'PixelSpacing, where it says that it was calibrated',
      { ImagerPixelSpacing: [0.2, 0.2], PixelSpacingCalibrationType: 'FIDUCIAL' },
      0.2,
      'PixelSpacing',
    ],
    ['nothing', none, null, null],
    ['nothing usable', { PixelSpacing: [0, 0] }, null, null],
  ])('is that of %s', (_, change, spacing, source) => {
    const { radiograph } = read(change as DicomAttributes);
    if (spacing === null) {
      expect(radiograph.pixelSpacingMm).toBeNull();
    } else {
      expect(radiograph.pixelSpacingMm).toBeCloseTo(spacing, 10);
    }
    expect(radiograph.spacingSource).toBe(source);
  });

  it.each([
    ['on the detector alone', { ...none, ImagerPixelSpacing: [0.15, 0.15] }, true],
    ['in the patient', { ImagerPixelSpacing: [0.25, 0.25] }, false],
  ])('is noted where it holds %s: %s', (_, change, isNoted) => {
    const codes = read(change as DicomAttributes).notes.map(({ code }) => code);
    expect(codes.includes('magnificationUnknown')).toBe(isNoted);
  });

  it('must be the same along rows and columns', () => {
    expect(() => read({ PixelSpacing: [0.2, 0.3] })).toThrow(/not square/);
  });

  it('must be so where the image gives a ratio alone', () => {
    const ratio = { ...none, PixelAspectRatio: ['4', '3'] };
    expect(() => read(ratio)).toThrow(/not square \(PixelAspectRatio 4:3\)/);
    expect(() => read({ ...none, PixelAspectRatio: [120, 100] })).toThrow(/not square/);
  });

  it.each<[string, DicomAttributes]>([
    ['1:1', { ...none, PixelAspectRatio: [1, 1] }],
    ['1:1 in other numbers', { ...none, PixelAspectRatio: ['100', '100'] }],
    ['not given', none],
    ['of nothing', { ...none, PixelAspectRatio: [0, 1] }],
    ['contradicted by a spacing, which comes first', { PixelAspectRatio: [4, 3] }],
  ])('is not refused for a ratio that is %s', (_, change) => {
    expect(() => read(change)).not.toThrow();
  });
});
