import { FILMS } from '../../test/films';
import { mutatedBytes, mutatedDocument } from '../../test/mutate';
import { radiographFile } from '../../test/radiographFile';
import metadata from '../../../test/fixtures/tiny-bundle/configs/metadata.json';
import { BundleError, parseBundleMetadata } from '../bundle';
import { RadiographError } from '../radiograph';
import { readPart10 } from './part10';
import { readRadiographFile, readRadiographInstance } from './readRadiograph';
import { readReportedReadings } from './report';

jest.setTimeout(600_000);

const FILES = 5_000;
const DOCUMENTS = 1_000;
const SECOND_MS = 1_000;
/** The tests stop here on slow machines; what they saw until then counts. */
const LONGEST_MS = 120 * SECOND_MS;

/** A small film, so that most of the file is attributes. */
const SMALL = {
  ...FILMS[0],
  radiograph: {
    pixels: Float32Array.from({ length: 64 * 64 }, (_, i) => (i * 7) % 251),
    rows: 64,
    columns: 64,
    pixelSpacingMm: 2,
    spacingSource: 'PixelSpacing' as const,
  },
} as (typeof FILMS)[number];

const SEQUENCES = {
  AnatomicRegionSequence: [
    { CodeValue: '72696002', CodingSchemeDesignator: 'SCT', CodeMeaning: 'Knee region' },
  ],
  ViewCodeSequence: [
    { CodeValue: '272479007', CodingSchemeDesignator: 'SCT', CodeMeaning: 'postero-anterior' },
  ],
  PatientOrientation: ['L', 'F'],
  PixelPaddingValue: 0,
  RescaleSlope: '1',
  RescaleIntercept: '0',
};

interface Outcome {
  read: number;
  refused: number;
  tried: number;
}

/** Runs attempts until there are enough or the time is up; anything but a sentence for the user is thrown on. */
function attempt(
  count: number,
  use: (seed: number) => void,
  refusal: abstract new (...args: never[]) => Error
): Outcome {
  const outcome = { read: 0, refused: 0, tried: 0 };
  const end = performance.now() + LONGEST_MS;
  for (let seed = 1; seed <= count && performance.now() < end; seed++) {
    outcome.tried++;
    try {
      use(seed);
      outcome.read++;
    } catch (error) {
      if (!(error instanceof refusal)) {
        throw new Error(`Seed ${seed} ended otherwise than in a sentence.`, { cause: error });
      }
      expect(error.message).toMatch(/^\S.{15,}\.$/s);
      outcome.refused++;
    }
  }
  return outcome;
}

describe('damaged and hostile input', () => {
  const original = radiographFile(SMALL, SEQUENCES);

  it('is read as far as it makes sense or refused with a sentence: files', () => {
    readRadiographFile(original);
    const before = process.memoryUsage().heapUsed;
    const { read, refused, tried } = attempt(
      FILES,
      seed => {
        const { radiograph } = readRadiographFile(mutatedBytes(original, seed));
        const { pixels, rows, columns } = radiograph;
        expect(pixels).toHaveLength(rows * columns);
        expect(pixels.every(Number.isFinite)).toBe(true);
      },
      RadiographError
    );
    expect(tried).toBeGreaterThan(0);
    // The damage is neither so light that all is read, nor so heavy that nothing is.
    expect(refused).toBeGreaterThan(tried / 20);
    expect(read).toBeGreaterThan(tried / 20);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(1e9);
  });

  it('is read as far as it makes sense or refused with a sentence: metadata of an instance', () => {
    const { attributes, pixelFragments } = readPart10(original);
    const [bytes = new Uint8Array(0)] = pixelFragments;
    const transferSyntaxUID = '1.2.840.10008.1.2.1';
    const { tried } = attempt(
      DOCUMENTS,
      seed => {
        const mutated = mutatedDocument(attributes, seed);
        readReportedReadings(mutated);
        const { radiograph } = readRadiographInstance(mutated, { bytes, transferSyntaxUID });
        expect(radiograph.pixels.every(Number.isFinite)).toBe(true);
      },
      RadiographError
    );
    expect(tried).toBeGreaterThan(0);
  });

  it('is read or refused with a sentence: metadata of a model', () => {
    const { refused, tried } = attempt(
      DOCUMENTS,
      seed => void parseBundleMetadata(mutatedDocument(metadata, seed)),
      BundleError
    );
    expect(tried).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });
});
