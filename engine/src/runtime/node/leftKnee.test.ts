/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { FILMS, mirrored, type Film } from '../../../test/films';
import { radiographFile } from '../../../test/radiographFile';
import { seriesRequest } from '../../../test/syntheticKnee';
import {
  buildSyntheticSeries,
  readPart10,
  readRadiographFile,
  type DicomAttributes,
  type FilmReading,
} from '../../dicom';
import { notRead } from '../../features';
import type { Region, Side } from '../../radiograph';
import { TINY_BUNDLE } from '../fixtures/tinyBundle';
import { createNodeEngine } from '.';

jest.setTimeout(120_000);

const engine = createNodeEngine({ bundleDir: TINY_BUNDLE, threads: 1 });
afterAll(() => engine.dispose());

const [FILM] = FILMS as readonly [Film, ...Film[]];
/** Off the film's middle, so that a region that was not mirrored with it would show. */
const REGION: Region = { x: 7, y: 3, width: 112, height: 112 };

interface Slice {
  laterality: unknown;
  pixels: Uint16Array;
  position: number[];
  orientation: number[];
  spacing: number[];
  columns: number;
}

/** How a film is stored, and what the user says about that. */
interface Stored {
  attributes?: DicomAttributes;
  reading?: FilmReading;
}

/** A film file in, the images of its series out. */
async function throughTheModel(
  film: Film,
  side: Side,
  region: Region,
  { attributes: change = {}, reading = {} }: Stored = {}
): Promise<Slice[]> {
  const file = radiographFile(film, { ImageLaterality: side, ...change });
  const instance = readRadiographFile(file, reading);
  expect(instance.side).toBe(side);
  const { radiograph, attributes } = instance;
  const { volume } = await engine.synthesize({
    radiograph,
    region,
    side,
    readings: notRead(),
    seed: 7,
    slices: 2,
    steps: 2,
  });
  const series = buildSyntheticSeries(seriesRequest({ volume, source: attributes }));
  return series.instances.map(({ part10 }) => {
    const { attributes: written, pixelFragments } = readPart10(part10);
    const bytes = pixelFragments[0]?.slice() ?? new Uint8Array(0);
    const numbers = (keyword: string) => (written[keyword] as unknown[]).map(Number);
    return {
      laterality: written['ImageLaterality'],
      pixels: new Uint16Array(bytes.buffer),
      position: numbers('ImagePositionPatient'),
      orientation: numbers('ImageOrientationPatient'),
      spacing: numbers('PixelSpacing'),
      columns: Number(written['Columns']),
    };
  });
}

/** Where the centre of a pixel lies in the patient (PS3.3 C.7.6.2.1.1). */
function worldX(slice: Slice, column: number): number {
  const [x = 0] = slice.position;
  const [along = 0] = slice.orientation;
  const [, columnSpacing = 0] = slice.spacing;
  return x + along * columnSpacing * column;
}

/**
 * The letters that a viewer puts at the left and at the top of a picture: where its rows and columns come
 * from. A patient's left is towards +x, the head towards +z (PS3.3 C.7.6.2.1.1).
 */
function lettersOf({ orientation: [alongRow = 0, , , , , downColumn = 0] }: Slice) {
  return { left: alongRow > 0 ? 'R' : 'L', top: downColumn < 0 ? 'H' : 'F' };
}

describe('an asymmetric knee, as a right one and mirrored as a left one', () => {
  it('comes back with every voxel on the other side of the patient, and named so', async () => {
    const left = mirrored(FILM);
    const { columns } = FILM.radiograph;
    const rights = await throughTheModel(FILM, 'R', REGION);
    const lefts = await throughTheModel(left, 'L', {
      ...REGION,
      x: columns - REGION.x - REGION.width,
    });
    expect(rights.map(({ laterality }) => laterality)).toEqual(['R', 'R']);
    expect(lefts.map(({ laterality }) => laterality)).toEqual(['L', 'L']);

    let asymmetry = 0;
    let difference = 0;
    rights.forEach((right, index) => {
      const other = lefts[index] as Slice;
      // Rows run to the patient's left and down the body; y, the depth, is the same.
      expect(other.orientation).toEqual([1, 0, 0, 0, 0, -1]);
      expect(other.position.slice(1)).toEqual(right.position.slice(1));
      for (let column = 0; column < right.columns; column++) {
        const twin = right.columns - 1 - column;
        expect(worldX(other, twin)).toBeCloseTo(-worldX(right, column), 5);
      }
      for (let at = 0; at < right.pixels.length; at++) {
        const column = at % right.columns;
        const twin = at - column + right.columns - 1 - column;
        const value = right.pixels[at] ?? 0;
        difference = Math.max(difference, Math.abs(value - (other.pixels[twin] ?? 0)));
        asymmetry = Math.max(asymmetry, Math.abs(value - (right.pixels[twin] ?? 0)));
      }
    });
    // One grey level of 4096 for the order of sums; the knee itself is far from symmetric.
    expect(difference).toBeLessThanOrEqual(1);
    expect(asymmetry).toBeGreaterThan(50);
  });

  it('comes back the same however its film was stored, and whoever says so', async () => {
    const left = mirrored(FILM);
    const { columns } = FILM.radiograph;
    const region = { ...REGION, x: columns - REGION.x - REGION.width };
    const plain = await throughTheModel(left, 'L', region, {
      attributes: { PatientOrientation: ['L', 'F'] },
    });
    // The film of a left knee that is seen from behind looks like that of a right one.
    const byAttribute = await throughTheModel(FILM, 'L', region, {
      attributes: { PatientOrientation: ['R', 'F'] },
    });
    const byUser = await throughTheModel(FILM, 'L', region, { reading: { turnedOver: true } });
    const againstAttribute = await throughTheModel(FILM, 'L', region, {
      attributes: { PatientOrientation: ['L', 'F'] },
      reading: { turnedOver: true },
    });
    expect(byAttribute).toEqual(plain);
    expect(byUser).toEqual(plain);
    expect(againstAttribute).toEqual(plain);
    for (const slice of plain) {
      // As on a film that is L\\F: its rows run to the left and its columns to the feet.
      expect(lettersOf(slice)).toEqual({ left: 'R', top: 'H' });
      // The patient's left is the right of the picture, where a left knee has its outer side.
      expect(worldX(slice, slice.columns - 1)).toBeGreaterThan(worldX(slice, 0));
    }
  });
});
