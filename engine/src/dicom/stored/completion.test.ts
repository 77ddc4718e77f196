import { FaultyArchive } from '../../../test/faultyArchive';
import { RADIOGRAPH_ATTRIBUTES, seriesRequest, tellingVolume } from '../../../test/syntheticKnee';
import { textOf } from '../../sentences';
import { buildSyntheticSeries, type SyntheticSeriesRequest } from '../buildSyntheticSeries';
import { readPart10 } from '../part10';
import { storeSeries } from '../store';
import { randomUid } from '../uid';
import { isWhole, readStoredSeries, whyNotCompleted } from '.';

jest.setTimeout(60_000);

const IMAGES = 20;
const request = seriesRequest({
  volume: tellingVolume('R', IMAGES, 16),
  newUid: randomUid,
  seriesNumber: 9007,
});
const first = buildSyntheticSeries(request);
const filesOf = (instances: readonly { part10: Uint8Array }[]) =>
  instances.map(({ part10 }) => Buffer.from(part10).toString('base64'));

/** What an archive tells of the images from one number to another, read from the files that it got. */
const storedPart = (from = 0, to = 16) =>
  first.instances.slice(from, to).map(({ part10 }) => readPart10(part10).attributes);

/** The run made again, years later, under the identity that the stored part tells. */
function again(change: Partial<SyntheticSeriesRequest> = {}) {
  const { identity } = readStoredSeries(storedPart());
  return buildSyntheticSeries({ ...request, identity, now: new Date(2031, 1, 1), ...change });
}

describe('a series that is stored in part', () => {
  it('tells how many of its images are there, each counted once', () => {
    const stored = readStoredSeries([...storedPart(3, 7), ...storedPart(5, 7)]);
    expect(stored.images.map(({ instanceNumber }) => instanceNumber)).toEqual([4, 5, 6, 7]);
    expect(stored.record.depths.count).toBe(IMAGES);
    expect(isWhole(stored)).toBe(false);
    expect(isWhole(readStoredSeries(storedPart(0, IMAGES)))).toBe(true);
  });

  it('is made again to the same bytes from any of its images, report and all', () => {
    const series = again();
    expect(filesOf(series.instances)).toEqual(filesOf(first.instances));
    expect(filesOf([series.report])).toEqual(filesOf([first.report]));
    expect(whyNotCompleted(readStoredSeries(storedPart(19, 20)), series)).toEqual([]);
  });

  it('gets only its rest sent, and then is whole and verified', async () => {
    const archive = new FaultyArchive({
      store: number => (number === 1 ? 'cut-before' : undefined),
    });
    const rootUrl = await archive.open();
    const save = (series: typeof first) =>
      storeSeries({ rootUrl, series, fetch: (url, init) => fetch(url, init) });
    expect((await save(first)).state).toBe('partly-stored');
    const outcome = await save(again());
    await archive.close();
    expect(outcome).toMatchObject({ state: 'stored-and-verified', report: 'stored', missing: [] });
    expect(archive.storeRequests).toEqual([16, 4, 4, 1]);
    expect(archive.stored.size).toBe(IMAGES + 1);
  });
});

describe('nothing is added to a series', () => {
  const stored = readStoredSeries(storedPart());

  it('whose pixels the run does not give again', () => {
    const volume = tellingVolume('R', IMAGES, 16);
    volume.data[5] = 0.5;
    const provenance = { ...request.provenance, runtime: 'wasm' };
    expect(whyNotCompleted(stored, again({ volume, provenance })).map(textOf)).toEqual([
      expect.stringMatching(/gave other pixels/),
      'The runtime differs: it was cpu, now it is wasm.',
    ]);
  });

  it('of another model, though the pixels are the same', () => {
    const provenance = { ...request.provenance, bundleSha256: 'f'.repeat(64) };
    expect(whyNotCompleted(stored, again({ provenance })).map(textOf)).toEqual([
      expect.stringMatching(/same pixels, but not as the stored images say/),
      expect.stringMatching(/model differs/),
    ]);
  });

  it('with other readings, though nothing else tells', () => {
    const provenance = { ...request.provenance, readings: undefined };
    expect(whyNotCompleted(stored, again({ provenance })).map(textOf)).toEqual([
      expect.stringMatching(/record is not that of the stored images/),
    ]);
  });

  it('of a patient whose name was changed since, which is not told', () => {
    const source = { ...RADIOGRAPH_ATTRIBUTES, PatientName: [{ Alphabetic: 'Secret^Name' }] };
    const reasons = whyNotCompleted(stored, again({ source })).map(textOf);
    expect(reasons).toEqual([expect.stringMatching(/Patient or study .*: PatientName\./)]);
    expect(reasons.join()).not.toMatch(/Secret/);
  });

  it('whose images have UIDs that this version does not give', () => {
    const [image] = storedPart();
    const foreign = readStoredSeries([{ ...image, SOPInstanceUID: '2.25.1234' }]);
    expect(whyNotCompleted(foreign, again()).map(textOf)).toEqual([
      expect.stringMatching(/other UIDs/),
    ]);
  });

  it('that does not tell its number or time', () => {
    const [image] = storedPart();
    expect(() => readStoredSeries([{ ...image, SeriesTime: '' }])).toThrow(/number, date and time/);
    expect(() => readStoredSeries([])).toThrow(/not made by X-ray to MRI/);
  });
});
