/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import path from 'node:path';
import reference from '../../../../test/fixtures/reference/volume.json';
import { demoFilm } from '../../../test/demoStudy';
import { correlation, deviation, mean, relativeDistance } from '../../../test/numbers';
import { sha256Hex } from '../../bundle';
import { readRadiographFile } from '../../dicom';
import { notRead } from '../../features';
import type { Volume } from '../../volume';
import type { SynthesisRequest } from '../types';
import { createNodeEngine } from '.';

jest.setTimeout(120_000);

type Film = (typeof reference.films)[number];

const ROWS = 256;
const COLUMNS = 256;
const BLOCK = 8;
const BLOCKS = COLUMNS / BLOCK;
const STALE = `is not the one that the reference volume was made with; run "${reference.command}"`;

const engine = createNodeEngine({
  bundleDir: path.resolve(__dirname, '../../../../models/knee-dess-simulated'),
});
afterAll(() => engine.dispose());

async function request({ archive, sha256, side, region }: Film): Promise<SynthesisRequest> {
  const file = await demoFilm(archive);
  if (sha256Hex(file) !== sha256) throw new Error(`The film of ${archive} ${STALE}.`);
  const film = readRadiographFile(file);
  expect(film.side).toBe(side);
  return {
    radiograph: film.radiograph,
    region,
    side: film.side ?? 'R',
    readings: notRead(),
    seed: reference.seed,
    steps: reference.steps,
    depthsMm: reference.depths_mm,
  };
}

/** Means of 8 x 8 pixels: slices x 32 x 32. */
function blockMeans({ data, slices }: Volume): Float64Array {
  const means = new Float64Array(slices * BLOCKS * BLOCKS);
  for (const [i, value] of data.entries()) {
    const rowOfStack = Math.floor(i / COLUMNS);
    const block = Math.floor(rowOfStack / BLOCK) * BLOCKS + Math.floor((i % COLUMNS) / BLOCK);
    means[block] = (means[block] ?? 0) + value / BLOCK ** 2;
  }
  return means;
}

/** Slices x 32 x 32 with left and right changed over. */
function mirrored(blocks: number[]): number[] {
  return blocks.map((_, i) => blocks[i - (i % BLOCKS) + BLOCKS - 1 - (i % BLOCKS)] ?? Number.NaN);
}

describe('the shipped bundle, given radiographs of the demo', () => {
  const volumes = new Map<Film, Volume>();

  const volumeOf = (film: Film): Volume => {
    const volume = volumes.get(film);
    if (!volume) throw new Error(`There is no volume of ${film.archive}.`);
    return volume;
  };

  beforeAll(async () => {
    const { bundle } = await engine.info;
    const { networks } = bundle.xray_to_mri;
    const found = Object.entries(networks).map(([name, { sha256 }]) => [name, sha256]);
    if (JSON.stringify(Object.fromEntries(found)) !== JSON.stringify(reference.networks)) {
      throw new Error(`The bundle ${STALE}.`);
    }
    for (const film of reference.films) {
      volumes.set(film, (await engine.synthesize(await request(film))).volume);
    }
  });

  it.each(reference.films)('makes of $archive what the Python sampler makes', film => {
    const volume = volumeOf(film);
    expect(volume).toMatchObject({ slices: 3, rows: ROWS, columns: COLUMNS, side: film.side });
    expect(volume.depthsMm).toEqual(reference.depths_mm);
    expect(relativeDistance(blockMeans(volume), film.sampled.flat(2))).toBeLessThan(5e-3);
  });

  it.each(reference.films)('makes of $archive a picture with the greys of its MRI', film => {
    const { data } = volumeOf(film);
    expect(data.every(Number.isFinite)).toBe(true);
    const beyond = data.filter(grey => grey < -0.1 || grey > 1.1);
    expect(beyond.length).toBeLessThan(1e-3 * data.length);
    const [means, acquired] = [blockMeans(volumeOf(film)), film.acquired.flat(2)];
    expect(Math.abs(mean(means) - mean(acquired))).toBeLessThan(0.05);
    expect(deviation(means) / deviation(acquired)).toBeGreaterThan(0.6);
    expect(deviation(means) / deviation(acquired)).toBeLessThan(1.4);
  });

  it.each(reference.films)("makes of $archive that knee's MRI rather than the other's", film => {
    const means = blockMeans(volumeOf(film));
    const [other] = reference.films.filter(({ archive }) => archive !== film.archive);
    const own = correlation(means, film.acquired.flat(2));
    expect(own).toBeGreaterThan(0.75);
    expect(own).toBeGreaterThan(correlation(means, mirrored(other?.acquired.flat(2) ?? [])));
  });

  it('makes another volume of another radiograph', () => {
    const [right, left] = reference.films.map(film => Array.from(blockMeans(volumeOf(film))));
    expect(relativeDistance(mirrored(left ?? []), right ?? [])).toBeGreaterThan(0.1);
  });
});
