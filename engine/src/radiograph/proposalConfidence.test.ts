import studies from '../../../demo/studies/studies.json';
import { demoFilm } from '../../test/demoStudy';
import { LATERALS, REGION_FILMS } from '../../test/films';
import { readRadiographFile } from '../dicom';
import { proposeRegion, SURE_CONFIDENCE } from './proposeRegion';
import { RadiographError } from './RadiographError';
import type { Radiograph } from './types';

jest.setTimeout(120_000);

const MOST_ERROR_MM = 10;

function propose(radiograph: Radiograph) {
  try {
    const { knees, doubts, pixelSpacingMm } = proposeRegion(radiograph, { regionMm: 140 });
    return { knees, pixelSpacingMm, isDoubted: doubts.some(({ about }) => about === 'region') };
  } catch (error) {
    expect(error).toBeInstanceOf(RadiographError);
    return { knees: [], pixelSpacingMm: 1, isDoubted: true };
  }
}

interface Knee {
  side: string;
  x: number;
  y: number;
}

function expectSure(radiograph: Radiograph, truth: readonly Knee[]): void {
  const { knees, pixelSpacingMm, isDoubted } = propose(radiograph);
  expect(isDoubted).toBe(false);
  expect(knees.map(({ side }) => side)).toEqual(truth.map(({ side }) => side));
  for (const [index, { centre, confidence }] of knees.entries()) {
    const { x = Infinity, y = Infinity } = truth[index] ?? {};
    const errorMm = Math.hypot(centre.x - x, centre.y - y) * pixelSpacingMm;
    expect(errorMm).toBeLessThan(MOST_ERROR_MM);
    expect(confidence).toBeGreaterThanOrEqual(SURE_CONFIDENCE);
  }
}

function expectUnsure(radiograph: Radiograph): void {
  const { knees, isDoubted } = propose(radiograph);
  expect(isDoubted).toBe(true);
  expect(knees.filter(({ confidence }) => confidence >= SURE_CONFIDENCE)).toEqual([]);
}

describe('knees are found surely, and where they are', () => {
  it.each(studies.studies.map(study => [study.patient_id, study] as const))(
    'on the film of demo patient %s',
    async (_, { archive, knees }) => {
      const film = readRadiographFile(await demoFilm(archive.replace('.tar.gz', '')));
      const truth = knees.map(({ side, joint_centre_px: { row, column } }) => ({
        side,
        x: column + 0.5,
        y: row + 0.5,
      }));
      expectSure(film.radiograph, truth);
    }
  );

  it.each(REGION_FILMS.filter(({ knees }) => knees.length > 0).map(film => [film.name, film]))(
    'on a film turned, cut and exposed at random: %s',
    (_, { radiograph, knees }) => expectSure(radiograph, knees)
  );
});

describe('nothing is found surely', () => {
  it.each(REGION_FILMS.filter(({ knees }) => knees.length === 0).map(film => [film.name, film]))(
    'where the joint is not on the film: %s',
    (_, { radiograph }) => expectUnsure(radiograph)
  );

  it.each(LATERALS)('on a lateral film: %s', (_, radiograph) => expectUnsure(radiograph));
});
