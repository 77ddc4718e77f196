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
import { compareWithStored, findStoredRuns, openStoredRun } from './storedRuns';

const series = buildSyntheticSeries(seriesRequest());

function displaySet(uid: string, Modality: string, dataset: DicomAttributes): DisplaySet {
  return {
    displaySetInstanceUID: uid,
    StudyInstanceUID: '1.2',
    SeriesInstanceUID: String(dataset['SeriesInstanceUID']),
    SeriesDescription: String(dataset['SeriesDescription']),
    Modality,
    instances: [{ ...dataset }],
  };
}

const film = displaySet('film', 'DX', RADIOGRAPH_ATTRIBUTES);
const stored = displaySet('stored', 'MR', series.instances[0]?.dataset ?? {});
const always = () => true;

describe('stored runs', () => {
  it('are the series of ours whose radiograph is in the study', () => {
    expect(findStoredRuns([film, stored], always)).toMatchObject([
      { id: 'stored', candidateId: 'film', seed: 2 ** 53 - 1, steps: 10, images: 6 },
    ]);
    expect(findStoredRuns([stored], always)).toEqual([]);
    expect(findStoredRuns([film, stored], () => false)).toEqual([]);
  });

  it('are neither acquisitions nor series whose record was cut', () => {
    const cut = { ...series.instances[0]?.dataset, ContributingEquipmentSequence: [] };
    expect(findStoredRuns([film, displaySet('cut', 'MR', cut)], always)).toEqual([]);
    const acquired = displaySet('mr', 'MR', { Modality: 'MR' });
    expect(findStoredRuns([film, acquired], always)).toEqual([]);
  });

  it('ask for what they were made with', () => {
    const { request } = openStoredRun(stored);
    expect(request).toMatchObject({ side: 'R', steps: 10, guidance: 1.5 });
    expect(() => openStoredRun(undefined)).toThrow(/no longer open/);
  });
});

describe('comparing with a stored run', () => {
  const { record } = openStoredRun(stored);
  const loaded: string[] = [];
  const load = (pixels: Uint16Array | null) => () => {
    loaded.push('loaded');
    return Promise.resolve(pixels);
  };
  beforeEach(() => {
    loaded.length = 0;
  });

  it('goes by the hash where that decides', async () => {
    const again = buildSyntheticSeries(seriesRequest());
    expect(await compareWithStored(record, again, load(null))).toMatchObject({
      verdict: 'identical',
      changes: [],
    });
    const darker = tellingVolume('R');
    const volume = { ...darker, data: darker.data.map(value => value / 2) };
    const other = buildSyntheticSeries(seriesRequest({ volume }));
    expect((await compareWithStored(record, other, load(null))).verdict).toBe('different');
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
    expect(await compareWithStored(record, again, load(pixels))).toMatchObject({
      verdict: 'within-tolerance',
      changes: [expect.stringMatching(/runtime/)],
    });
    expect((await compareWithStored(record, again, load(null))).verdict).toBe('different');
  });
});
