import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { itWithPydicom, referenceFilms, type ReferenceFilm } from '../../test/pydicom';
import { RADIOGRAPH_ATTRIBUTES } from '../../test/syntheticKnee';
import type { DicomAttributes } from './attributes';
import { readRadiographFile, readRadiographInstance } from './readRadiograph';

jest.setTimeout(180_000);

/** Rounding of float32 between two ways to the same value. */
const ROUNDING = 1e-6;

describe('the grey of a film', () => {
  let films = new Map<string, ReferenceFilm>();
  const folder = mkdtempSync(path.join(tmpdir(), 'grey-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  itWithPydicom('is that of pydicom for every curve and table', () => {
    films = referenceFilms('grey', folder);
    expect([...films.keys()].sort()).toEqual([
      'modality-lut',
      'overlay-beside',
      'overlay-in-cells',
      'padding',
      'presentation-lut',
      'sigmoid',
      'signed-padding',
      'signed-rescaled',
      'voi-and-presentation-lut',
      'voi-lut',
      'voi-lut-after-rescale',
      'voi-lut-monochrome1',
      'voi-lut-of-bytes',
    ]);
    for (const [name, { file, grey }] of films) {
      const { radiograph } = readRadiographFile(file);
      const worst = radiograph.pixels.reduce(
        (most, value, index) => Math.max(most, Math.abs(value - (grey[index] ?? Number.NaN))),
        0
      );
      expect([name, worst <= ROUNDING]).toEqual([name, true]);
    }
  });

  itWithPydicom('is said to come from a curve where it does, and only there', () => {
    const withNote = [...films].filter(([, { file }]) =>
      readRadiographFile(file).notes.some(({ code }) => code === 'curveApplied')
    );
    expect(withNote.map(([name]) => name).sort()).toEqual([
      'presentation-lut',
      'sigmoid',
      'voi-and-presentation-lut',
      'voi-lut',
      'voi-lut-after-rescale',
      'voi-lut-monochrome1',
      'voi-lut-of-bytes',
    ]);
  });
});

const ROWS = 64;
const COLUMNS = 64;
const VALUES = Array.from({ length: ROWS * COLUMNS }, (_, index) => index);

function read(change: DicomAttributes, values: ArrayLike<number> = VALUES) {
  const attributes = {
    ...RADIOGRAPH_ATTRIBUTES,
    Modality: 'DX',
    ViewPosition: 'PA',
    ImageLaterality: 'R',
    PatientOrientation: ['L', 'F'],
    PixelSpacing: [0.5, 0.5],
    Rows: ROWS,
    Columns: COLUMNS,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    ...change,
  };
  return readRadiographInstance(attributes, { values });
}

const pixels = (change: DicomAttributes, values?: ArrayLike<number>) => [
  ...read(change, values).radiograph.pixels,
];

describe('a straight window', () => {
  it.each([
    ['linear', {}],
    ['linear, named', { VOILUTFunction: 'LINEAR' }],
    ['linear exact', { VOILUTFunction: 'LINEAR_EXACT' }],
    ['of several', { WindowCenter: [2000, 100], WindowWidth: [300, 20] }],
  ])('changes nothing: %s', (_, change) => {
    expect(pixels({ WindowCenter: 2000, WindowWidth: 300, ...change })).toEqual(VALUES);
  });
});

describe('a sigmoid window', () => {
  it('of no width changes nothing', () => {
    const change = { WindowCenter: 2000, WindowWidth: 0, VOILUTFunction: 'SIGMOID' };
    expect(pixels(change)).toEqual(VALUES);
  });
});

describe('a table in the metadata of a viewer', () => {
  const bytes = new Uint8Array(2 * 4096);
  VALUES.forEach(value => new DataView(bytes.buffer).setUint16(2 * value, 4095 - value, true));
  const item = { LUTDescriptor: [4096, 0, 12] };
  const falling = VALUES.map(value => 4095 - value);

  it.each([
    ['numbers', falling],
    ['Base64', { InlineBinary: Buffer.from(bytes).toString('base64') }],
    ['bytes', bytes.buffer],
  ])('is applied: %s', (_, LUTData) => {
    expect(pixels({ VOILUTSequence: [{ ...item, LUTData }] })).toEqual(falling);
  });

  it.each([
    ['stayed on the server', { BulkDataURI: 'bulk/1' }],
    ['ends early', falling.slice(0, 100)],
    ['is missing', undefined],
  ])('is said to be missing where it %s', (_, LUTData) => {
    const { radiograph, notes } = read({ VOILUTSequence: [{ ...item, LUTData }] });
    expect([...radiograph.pixels]).toEqual(VALUES);
    expect(notes.map(({ code }) => code)).toContain('curveMissing');
  });
});

describe('cells decoded by a viewer', () => {
  it('lose the bits of an overlay', () => {
    const cells = VALUES.map(value => (value % 3 === 0 ? value | 0x8000 : value));
    expect(pixels({}, Uint16Array.from(cells))).toEqual(VALUES);
  });

  it('keep their sign, extended or not', () => {
    const signed = VALUES.map(value => value - 2048);
    const change = { PixelRepresentation: 1 };
    expect(pixels(change, Int16Array.from(signed))).toEqual(signed);
    expect(
      pixels(
        change,
        signed.map(value => value & 0x0fff)
      )
    ).toEqual(signed);
  });
});

describe('PresentationLUTShape', () => {
  it.each([
    ['MONOCHROME2', 'IDENTITY', false],
    ['MONOCHROME1', 'INVERSE', false],
    ['MONOCHROME2', 'INVERSE', true],
    ['MONOCHROME1', 'IDENTITY', true],
  ])('of %s inverts nothing, and %s is doubted: %s', (photometric, shape, isDoubted) => {
    const { radiograph, notes } = read({
      PhotometricInterpretation: photometric,
      PresentationLUTShape: shape,
    });
    expect(radiograph.pixels[10]).toBe(photometric === 'MONOCHROME1' ? -10 : 10);
    expect(notes.some(({ code }) => code === 'shapeConflict')).toBe(isDoubted);
  });
});
