import { buildSyntheticSeries, readRunRecord, repeatRequest } from '../dicom';
import { fakeBundle, fakeSession } from './fixtures/fakeBundle';
import { smallRequest } from './fixtures/requests';
import { LocalEngine } from './localEngine';
import { provenanceOf } from './provenanceOf';

jest.setTimeout(60_000);

it('gives the same volume again when it is asked for what its record says', async () => {
  const bundle = fakeBundle();
  const engine = new LocalEngine(bundle.read, [
    {
      runtime: 'cpu',
      threads: 1,
      batchSize: 2,
      prepare: async () => async weights => fakeSession(weights),
    },
  ]);
  // Numbers with more digits than a record has.
  const request = smallRequest({
    region: { x: 10.123456, y: 9.98765, width: 270.55555, height: 270.55555 },
    depthsMm: [-10 / 3, 0, 10 / 3],
    slices: undefined,
    steps: 2,
    batchSize: 1,
  });
  const first = await engine.synthesize(request);
  const info = await engine.info;
  const series = buildSyntheticSeries({
    volume: first.volume,
    source: { PatientID: 'P', StudyInstanceUID: '1.2.3' },
    provenance: provenanceOf(info, request, first),
    intensity: info.bundle.xray_to_mri.intensity,
  });
  for (const dataset of [series.instances[1]?.dataset, series.report.dataset]) {
    const asked = repeatRequest(readRunRecord(dataset ?? {}));
    const again = await engine.synthesize({ ...asked, radiograph: request.radiograph });
    expect(again.options.batchSize).toBe(1);
    expect(again.hashes).toEqual(first.hashes);
  }
  await engine.dispose();
});
