import { RADIOGRAPH_ATTRIBUTES } from '../../test/syntheticKnee';
import { textOf, type Sentence } from '../sentences';
import type { DicomAttributes } from './attributes';
import { judgeFilm } from './judgeFilm';
import { readRadiographInstance } from './readRadiograph';

const ROWS = 64;
const COLUMNS = 80;
const LITTLE = '1.2.840.10008.1.2.1';

/** A 12-bit DX image whose stored value grows by one a pixel from 0, unless told otherwise. */
function attributes(change: DicomAttributes = {}): DicomAttributes {
  return {
    ...RADIOGRAPH_ATTRIBUTES,
    Modality: 'DX',
    Rows: ROWS,
    Columns: COLUMNS,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: 16,
    BitsStored: 13,
    HighBit: 12,
    PixelRepresentation: 0,
    PixelSpacing: [0.2, 0.2],
    ViewPosition: 'PA',
    ImageLaterality: 'R',
    PatientOrientation: ['L', 'F'],
    ...change,
  };
}

function words(value: (index: number) => number, littleEndian = true): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * ROWS * COLUMNS));
  for (let index = 0; index < ROWS * COLUMNS; index++) {
    view.setUint16(2 * index, value(index) & 0xffff, littleEndian);
  }
  return new Uint8Array(view.buffer);
}

function read(
  change: DicomAttributes = {},
  bytes: Uint8Array = words(index => index),
  transferSyntaxUID = LITTLE
) {
  return readRadiographInstance(attributes(change), { bytes, transferSyntaxUID });
}

const textsOf = (notes: readonly Sentence[]) => notes.map(textOf).join();

const pixelsOf = (...args: Parameters<typeof read>) => read(...args).radiograph.pixels;

describe('grey values', () => {
  it('are the stored ones where dense bone is bright already', () => {
    expect([...pixelsOf().slice(0, 3)]).toEqual([0, 1, 2]);
  });

  it('are turned over for MONOCHROME1', () => {
    const pixels = pixelsOf({ PhotometricInterpretation: 'MONOCHROME1' });
    expect([...pixels.slice(0, 3)]).toEqual([-0, -1, -2]);
  });

  it('are rescaled', () => {
    const pixels = pixelsOf({ RescaleSlope: 2, RescaleIntercept: -10 });
    expect([...pixels.slice(0, 3)]).toEqual([-10, -8, -6]);
  });

  it('leave out bits beyond BitsStored, such as overlays', () => {
    const pixels = pixelsOf(
      { BitsStored: 12, HighBit: 11 },
      words(index => index | 0x8000)
    );
    expect([...pixels.slice(0, 3)]).toEqual([0, 1, 2]);
  });

  it('are found where HighBit says', () => {
    const pixels = pixelsOf(
      { BitsStored: 12, HighBit: 15 },
      words(index => index << 4)
    );
    expect([...pixels.slice(0, 3)]).toEqual([0, 1, 2]);
  });

  it('may be signed', () => {
    const change = { PixelRepresentation: 1, BitsStored: 12, HighBit: 11 };
    const pixels = pixelsOf(
      change,
      words(index => (index - 2) & 0x0fff)
    );
    expect([...pixels.slice(0, 4)]).toEqual([-2, -1, 0, 1]);
  });

  it('may be big endian', () => {
    const pixels = pixelsOf(
      {},
      words(index => index, false),
      '1.2.840.10008.1.2.2'
    );
    expect([...pixels.slice(255, 258)]).toEqual([255, 256, 257]);
  });

  it('may have 8 bits', () => {
    const bytes = Uint8Array.from({ length: ROWS * COLUMNS }, (_, index) => index % 251);
    const pixels = pixelsOf({ BitsAllocated: 8, BitsStored: 8, HighBit: 7 }, bytes);
    expect([...pixels.slice(249, 253)]).toEqual([249, 250, 0, 1]);
  });

  it('may come decoded by the host', () => {
    const values = Array.from({ length: ROWS * COLUMNS }, (_, index) => index);
    const { radiograph } = readRadiographInstance(attributes(), { values });
    expect(radiograph.pixels[77]).toBe(77);
  });

  it.each([
    ['MONOCHROME2', 100],
    ['MONOCHROME1', -4999],
  ])('of padding count as the darkest of a %s image', (photometric, darkest) => {
    const value = (index: number) => (index < 10 ? 8000 : Math.min(100 + index, 4999));
    const pixels = pixelsOf(
      { PhotometricInterpretation: photometric, PixelPaddingValue: 8000 },
      words(index => (index === 20 ? 100 : value(index)))
    );
    expect(pixels[0]).toBe(darkest);
  });
});

describe('run-length encoded pixels', () => {
  /** PackBits by hand: the high bytes are one run after another, the low bytes literal. */
  function encode(values: Uint8Array): Uint8Array {
    const planes = [1, 0].map(byte => values.filter((_, index) => index % 2 === byte));
    const segments = planes.map(plane => {
      const output: number[] = [];
      for (let at = 0; at < plane.length; at += 128) {
        const chunk = plane.subarray(at, at + 128);
        const same = chunk.every(value => value === chunk[0]);
        output.push(...(same ? [257 - chunk.length, chunk[0] ?? 0] : [chunk.length - 1, ...chunk]));
      }
      return Uint8Array.from(output);
    });
    const header = new DataView(new ArrayBuffer(64));
    header.setUint32(0, 2, true);
    header.setUint32(4, 64, true);
    header.setUint32(8, 64 + (segments[0]?.length ?? 0), true);
    return Uint8Array.from([new Uint8Array(header.buffer), ...segments].flatMap(part => [...part]));
  }

  it('are unpacked, the high bytes first', () => {
    const pixels = pixelsOf({}, encode(words(index => index)), '1.2.840.10008.1.2.5');
    expect([...pixels]).toEqual(Array.from({ length: ROWS * COLUMNS }, (_, index) => index));
  });

  it('are refused when they end early', () => {
    const bytes = encode(words(index => index));
    expect(() => read({}, bytes.slice(0, -100), '1.2.840.10008.1.2.5')).toThrow(/incomplete/);
  });
});

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
    [
      'the detector alone',
      { ...none, ImagerPixelSpacing: [0.15, 0.15] },
      0.15,
      'ImagerPixelSpacing',
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

  it('must be the same along rows and columns', () => {
    expect(() => read({ PixelSpacing: [0.2, 0.3] })).toThrow(/not square/);
  });
});

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
    ['nothing', { ...silent, StudyDescription: 'Rheumatology follow-up' }, null],
    ['"both"', { ImageLaterality: 'B' }, null],
    ['a word for both', { ...silent, SeriesDescription: 'Bilateral PA knees' }, null],
  ])('comes from %s', (_, change, side) => {
    expect(read(change as DicomAttributes).side).toBe(side);
  });

  it('is left to the user where attributes contradict each other', () => {
    const instance = read({ ImageLaterality: 'R', SeriesDescription: 'KNEE LEFT' });
    expect(instance.side).toBeNull();
    expect(instance.laterality).toMatchObject({ side: null, conflict: true });
    expect(instance.laterality.reason.text).toMatch(/ImageLaterality and SeriesDescription differ/);
  });
});

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
    [{ ...silent, PatientOrientation: ['A', 'F'] }],
  ])('is refused when it is lateral: %j', change => {
    expect(() => read(change)).toThrow(/lateral view.*Choose a frontal/);
  });

  it.each([[{ ...silent, SeriesDescription: 'Knee skyline' }], [{ ViewPosition: 'RLO' }]])(
    'is refused when it is neither lateral nor frontal: %j',
    change => {
      expect(() => read(change)).toThrow(/not a frontal view/);
    }
  );

  it.each([
    [{ ViewPosition: 'AP' }, 'AP'],
    [{ ...silent, ViewCodeSequence: code('272479007') }, 'PA'],
    [{ ...silent, ProtocolName: 'Knee PA fixed flexion' }, 'PA'],
  ])('is known from %j', (change, view) => {
    expect(read(change).view).toMatchObject({ view, isFrontal: 'yes' });
  });

  it.each([[silent], [{ ...silent, SeriesDescription: 'KNEE AP + LAT' }]])(
    'stays unknown, and says so, for %j',
    change => {
      const instance = read(change);
      expect(instance.view).toMatchObject({ view: null, isFrontal: 'unknown' });
      expect(instance.notes).toContainEqual(instance.view.reason);
    }
  );
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
});

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

describe('what is no radiograph', () => {
  it.each([
    ['an MR image', { Modality: 'MR' }, /modality is MR/],
    ['another part of the body', { BodyPartExamined: 'CHEST' }, /chest, not a knee/],
    ['a colour image', { PhotometricInterpretation: 'RGB', SamplesPerPixel: 3 }, /RGB with 3/],
    ['a film of frames', { NumberOfFrames: 12 }, /12 frames; say which/],
    ['a film of no frames', { NumberOfFrames: 0 }, /NumberOfFrames/],
    ['an icon', { Rows: 32, Columns: 32 }, /too small/],
    ['an absurd size', { Rows: 65535, Columns: 65535 }, /damaged/],
    ['32 bits', { BitsAllocated: 32, BitsStored: 32, HighBit: 31 }, /32 bits/],
    ['contradicting bits', { BitsStored: 12, HighBit: 3 }, /contradict/],
    ['no size', { Rows: undefined }, /Rows/],
  ])('%s is refused', (_, change, reason) => {
    expect(() => read(change as DicomAttributes)).toThrow(reason);
  });

  it('pixels that end early are refused with the numbers', () => {
    expect(() => read({}, new Uint8Array(1000))).toThrow(/1000 of 10240 bytes/);
  });

  it('an empty picture is refused', () => {
    expect(() =>
      read(
        {},
        words(() => 7)
      )
    ).toThrow(/same value/);
  });

  it('a compressed picture is refused by the name of its transfer syntax', () => {
    expect(() =>
      read(
        {},
        words(index => index),
        '1.2.840.10008.1.2.4.90'
      )
    ).toThrow(/1\.2\.840\.10008\.1\.2\.4\.90 \(JPEG 2000 Lossless\).*uncompressed/);
  });
});
