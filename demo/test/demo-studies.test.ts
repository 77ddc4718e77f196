import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { itWith, linesOf } from '../../engine/test/tools';
import { InstanceStore, unpackStudies } from '../src';

const STUDIES = join(__dirname, '..', 'studies');

/** dciodvfy is older than the attribute Synthetic Data (0008,001C). */
const KNOWN_ERROR =
  'Error - </(0008,001c)> - Attribute with an even group number is not a recognized standard attribute';

interface StudyTruth {
  patient_id: string;
  study_instance_uid: string;
  film: string;
  has_mri: boolean;
  knees: { side: string; readings: Record<string, number> }[];
}

const { studies: TRUTH } = JSON.parse(readFileSync(join(STUDIES, 'studies.json'), 'utf8')) as {
  studies: StudyTruth[];
};

let folder: string;
let store: InstanceStore;
let paths: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'demo-studies-'));
  store = await InstanceStore.open(folder, message => {
    throw new Error(message);
  });
  await unpackStudies(STUDIES, store);
  paths = [];
  for (const study of store.studies.values()) {
    for (const series of study.series.values()) {
      for (const uid of series.instances.keys()) {
        const found = await store.get(study.uid, series.uid, uid);
        if (found) paths.push(found.path);
      }
    }
  }
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the shipped studies are the ones whose truth is recorded', () => {
  expect([...store.studies.keys()].sort()).toEqual(TRUTH.map(s => s.study_instance_uid).sort());
  expect(TRUTH.length).toBeGreaterThanOrEqual(4);
  expect(TRUTH.filter(({ has_mri }) => has_mri).length).toBeGreaterThanOrEqual(2);
  expect(TRUTH.some(({ knees }) => knees.length === 2)).toBe(true);
  expect(TRUTH.some(({ knees }) => knees.length === 1 && knees[0]?.side === 'L')).toBe(true);
});

test('every instance says that it is simulated, and none looks like model output', () => {
  for (const study of store.studies.values()) {
    expect(study.attributes['00100010']?.Value?.[0]).toMatchObject({
      Alphabetic: expect.stringMatching(/^SIMULATED\^/),
    });
    for (const { attributes, instances } of study.series.values()) {
      expect(attributes['0008103E']?.Value?.[0]).toMatch(/^SIMULATED /);
      for (const instance of instances.values()) {
        expect(instance.attributes['0008001C']?.Value).toEqual(['YES']);
        expect(instance.attributes['00080008']?.Value).not.toContain('SYNTHETIC');
      }
    }
  }
});

test('a film and, where there is one, a coronal MRI are there for each patient', async () => {
  for (const { study_instance_uid: uid, film, has_mri, knees } of TRUTH) {
    const series = [...(store.studies.get(uid)?.series.values() ?? [])];
    const modalities = series.map(({ attributes }) => attributes['00080060']?.Value?.[0]);
    expect(modalities.sort()).toEqual(has_mri ? [film, 'MR'] : [film]);
    const radiograph = series.find(({ attributes }) => attributes['00080060']?.Value?.[0] === film);
    const [instance = ''] = radiograph?.instances.keys() ?? [];
    const { metadata } = (await store.get(uid, radiograph?.uid ?? '', instance))?.description ?? {};
    expect(metadata?.['00280004']?.Value).toEqual([film === 'CR' ? 'MONOCHROME1' : 'MONOCHROME2']);
    expect(metadata?.['00200062']?.Value).toEqual([knees.length === 2 ? 'B' : knees[0]?.side]);
    expect(metadata?.['00185101']?.Value).toEqual(['PA']);
  }
});

itWith('dciodvfy')(
  'dciodvfy finds no other error in any instance',
  () => {
    for (const path of paths) {
      const errors = linesOf('dciodvfy', ['-new', path]).filter(line => line.startsWith('Error'));
      expect(errors).toEqual([KNOWN_ERROR]);
    }
  },
  60_000
);

itWith('dcentvfy')('dcentvfy finds no contradiction within any study', () => {
  for (const { study_instance_uid: uid } of TRUTH) {
    const ofStudy = paths.filter(path => path.includes(uid));
    expect(linesOf('dcentvfy', ofStudy)).toEqual([]);
  }
});
