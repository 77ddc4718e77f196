import { FILMS } from '../../test/films';
import { mutatedBytes, mutatedDocument } from '../../test/mutate';
import { radiographFile } from '../../test/radiographFile';
import { withinTime } from '../../test/withinTime';
import metadata from '../../../test/fixtures/tiny-bundle/configs/metadata.json';
import { BundleError, parseBundleMetadata } from '../bundle';
import { RadiographError, type Radiograph } from '../radiograph';
import { readPart10 } from './part10';
import { readRadiographFile, readRadiographInstance } from './readRadiograph';
import { readReportedReadings } from './report';

jest.setTimeout(1_800_000);

const FILES = 10_000;
const DOCUMENTS = 1_000;

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

const SENTENCE = /^\S.{15,}\.$/s;

interface Outcome {
  read: number;
  refused: number;
}

/** Plain comparisons: matchers would take most of the time. */
function assertWhole({ pixels, rows, columns }: Radiograph): void {
  if (pixels.length !== rows * columns || !pixels.every(Number.isFinite)) {
    throw new Error('The radiograph is not whole.');
  }
}

/** Runs all attempts; anything but a sentence for the user, and whatever does not end, is thrown on. */
function attempt(
  count: number,
  use: (seed: number) => void,
  refusal: abstract new (...args: never[]) => Error
): Outcome {
  const outcome = { read: 0, refused: 0 };
  for (let seed = 1; seed <= count; seed++) {
    try {
      withinTime(() => use(seed));
      outcome.read++;
    } catch (error) {
      if (!(error instanceof refusal)) {
        throw new Error(`Seed ${seed} ended otherwise than in a sentence.`, { cause: error });
      }
      if (!SENTENCE.test(error.message)) {
        throw new Error(`Seed ${seed} ended in words that are no sentence.`, { cause: error });
      }
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
    const { read, refused } = attempt(
      FILES,
      seed => {
        const { radiograph } = readRadiographFile(mutatedBytes(original, seed));
        assertWhole(radiograph);
      },
      RadiographError
    );
    // The damage is neither so light that all is read, nor so heavy that nothing is.
    expect(refused).toBeGreaterThan(FILES / 20);
    expect(read).toBeGreaterThan(FILES / 20);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(1e9);
  });

  it('is read as far as it makes sense or refused with a sentence: metadata of an instance', () => {
    const { attributes, pixelFragments } = readPart10(original);
    const [bytes = new Uint8Array(0)] = pixelFragments;
    const transferSyntaxUID = '1.2.840.10008.1.2.1';
    const { read, refused } = attempt(
      DOCUMENTS,
      seed => {
        const mutated = mutatedDocument(attributes, seed);
        readReportedReadings(mutated);
        const { radiograph } = readRadiographInstance(mutated, { bytes, transferSyntaxUID });
        assertWhole(radiograph);
      },
      RadiographError
    );
    expect(read + refused).toBe(DOCUMENTS);
    expect(Math.min(read, refused)).toBeGreaterThan(0);
  });

  it('is read or refused with a sentence: metadata of a model', () => {
    const { read, refused } = attempt(
      DOCUMENTS,
      seed => void parseBundleMetadata(mutatedDocument(metadata, seed)),
      BundleError
    );
    expect(read + refused).toBe(DOCUMENTS);
    expect(refused).toBeGreaterThan(0);
  });
});
