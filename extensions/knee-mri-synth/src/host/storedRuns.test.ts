/**
 * @jest-environment node
 */
import { buildSyntheticSeries, type DicomAttributes } from '@xray-to-mri/engine';
import {
  RADIOGRAPH_ATTRIBUTES,
  seriesRequest,
  tellingVolume,
} from '../../../../engine/test/syntheticKnee';
import type { DisplaySet } from './ohif';
import { SaveLedger } from './saveLedger';
import {
  compareRepeated,
  findStoredRuns,
  imagesOf,
  openStoredRun,
  openStoredSeries,
} from './storedRuns';

const series = buildSyntheticSeries(seriesRequest());
const IMAGES = series.instances.length;

function displaySet(uid: string, Modality: string, datasets: DicomAttributes[]): DisplaySet {
  const [first = {}] = datasets;
  return {
    displaySetInstanceUID: uid,
    StudyInstanceUID: '1.2',
    SeriesInstanceUID: String(first['SeriesInstanceUID']),
    SeriesDescription: String(first['SeriesDescription']),
    Modality,
    instances: datasets.map(dataset => ({ ...dataset })),
  };
}

const film = displaySet('film', 'DX', [RADIOGRAPH_ATTRIBUTES]);
const datasets = series.instances.map(({ dataset }) => dataset);
const stored = displaySet('stored', 'MR', datasets);
const part = displaySet('part', 'MR', datasets.slice(0, 4));
const report = displaySet('report', 'SR', [series.report.dataset]);
const CANDIDATE = `film/${String(RADIOGRAPH_ATTRIBUTES['SOPInstanceUID'])}`;
const ledger = () => new SaveLedger();

describe('stored runs', () => {
  it('are the series of ours whose radiograph is in the study, and the reports about them', () => {
    const runs = findStoredRuns([film, stored, report], ledger());
    const common = { candidateId: CANDIDATE, seed: 2 ** 53 - 1, steps: 10, images: IMAGES };
    expect(runs).toMatchObject([
      { ...common, kind: 'series', id: 'stored', stored: IMAGES, missing: null, obstacle: null },
      { ...common, kind: 'report', id: 'report', missing: null, obstacle: null },
    ]);
    expect(findStoredRuns([stored, report], ledger())).toEqual([]);
  });

  it('lead to their image, wherever in a stack it is', () => {
    const other = { ...RADIOGRAPH_ATTRIBUTES, SOPInstanceUID: '1.2.3.4' };
    const stack = displaySet('stack', 'RF', [other, RADIOGRAPH_ATTRIBUTES]);
    const [run] = findStoredRuns([stack, stored], ledger());
    expect(run?.candidateId).toBe(CANDIDATE.replace('film', 'stack'));
    expect(findStoredRuns([displaySet('stack', 'RF', [other]), stored], ledger())).toMatchObject([
      { candidateId: null, obstacle: { code: 'sourceNotInStudy' } },
    ]);
  });

  it('are neither acquisitions nor series whose record was cut', () => {
    const cut = { ...series.instances[0]?.dataset, ContributingEquipmentSequence: [] };
    expect(findStoredRuns([film, displaySet('cut', 'MR', [cut])], ledger())).toEqual([]);
    const acquired = displaySet('mr', 'MR', [{ Modality: 'MR' }]);
    expect(findStoredRuns([film, acquired], ledger())).toEqual([]);
  });

  it('say what the archive lacks of them: images, or only the report', () => {
    expect(findStoredRuns([film, part], ledger())).toMatchObject([
      { id: 'part', stored: 4, images: IMAGES, missing: 'images' },
    ]);
    expect(findStoredRuns([film, stored], ledger())).toMatchObject([
      { id: 'stored', stored: IMAGES, missing: 'report' },
    ]);
  });

  it('are told also without their radiograph when something is missing, and why nothing can be done', () => {
    const [run] = findStoredRuns([part], ledger());
    expect(run).toMatchObject({ candidateId: null, missing: 'images' });
    expect(run?.obstacle).toMatchObject({ code: 'sourceNotInStudy' });
  });

  it('know what was saved since the viewer read the study', () => {
    const known = ledger();
    known.addLocal(series.seriesInstanceUID);
    expect(findStoredRuns([film, stored], known)).toEqual([]);
    known.note(series.seriesInstanceUID, { images: 4, report: false });
    known.forget();
    expect(findStoredRuns([film, stored], known)).toMatchObject([{ stored: 4, missing: 'images' }]);
    known.close(series.seriesInstanceUID, IMAGES);
    expect(findStoredRuns([film, part], known)).toMatchObject([{ stored: IMAGES, missing: null }]);
  });

  it('that were never saved from here are not taken for stored after the mode was left', () => {
    const known = ledger();
    known.addLocal(series.seriesInstanceUID);
    known.forget();
    expect(findStoredRuns([film, stored], known)).toEqual([]);
  });

  it.each([stored, report])('ask for what they were made with', run => {
    const { request } = openStoredRun(run);
    expect(request).toMatchObject({ side: 'R', steps: 10, guidance: 1.5 });
  });

  it('are not opened when they are gone', () => {
    expect(() => openStoredRun(undefined)).toThrow(/no longer open/);
  });

  it('give the images of which the rest is to be made, each by its number', () => {
    const { images, identity } = openStoredSeries(part);
    expect(images.map(({ instanceNumber }) => instanceNumber)).toEqual([1, 2, 3, 4]);
    expect(identity).toMatchObject({ seriesInstanceUID: series.seriesInstanceUID });
    expect(() => openStoredSeries(film)).toThrow(/not made by X-ray to MRI/);
  });

  it('lead from series and report to the images, where all are there', () => {
    expect(imagesOf(report, [film, stored, report])).toBe(stored);
    expect(imagesOf(stored, [film, stored])).toBe(stored);
    expect(imagesOf(report, [film, part, report])).toBeNull();
  });
});

describe('comparing with a stored run', () => {
  const loaded: string[] = [];
  const load = (pixels: Uint16Array | null) => () => {
    loaded.push('loaded');
    return Promise.resolve(pixels);
  };
  beforeEach(() => {
    loaded.length = 0;
  });

  it.each([stored, report])('goes by the hash where that decides', async run => {
    const again = buildSyntheticSeries(seriesRequest());
    expect(await compareRepeated(run, again, load(null))).toMatchObject({
      verdict: 'identical',
      changes: [],
    });
    const darker = tellingVolume('R');
    const volume = { ...darker, data: darker.data.map(value => value / 2) };
    const other = buildSyntheticSeries(seriesRequest({ volume }));
    expect((await compareRepeated(run, other, load(null))).verdict).toBe('different');
    expect(loaded).toEqual([]);
  });

  it('reads the stored pixels where the runtime is another', async () => {
    const volume = tellingVolume('R');
    const pixels = Uint16Array.from(volume.data, value => Math.round(4095 * value));
    // One grey level more in one voxel of 6144.
    volume.data[0] = (volume.data[0] ?? 0) + 1 / 4095;
    const { provenance } = seriesRequest();
    const again = buildSyntheticSeries(
      seriesRequest({ volume, provenance: { ...provenance, runtime: 'webgpu' } })
    );
    expect(await compareRepeated(stored, again, load(pixels))).toMatchObject({
      verdict: 'within-tolerance',
      changes: [expect.anything()],
    });
    expect((await compareRepeated(stored, again, load(null))).verdict).toBe('different');
  });
});
