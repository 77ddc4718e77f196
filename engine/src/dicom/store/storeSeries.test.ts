import { FaultyArchive, type ArchiveFaults } from '../../../test/faultyArchive';
import { seriesRequest, tellingVolume } from '../../../test/syntheticKnee';
import { say, textOf } from '../../sentences';
import { buildSyntheticSeries } from '../buildSyntheticSeries';
import { storeSeries } from './storeSeries';
import type { StoreOutcome, StoreRequest } from './types';

jest.setTimeout(120_000);

const SLICES = 40;
const { report, ...series } = buildSyntheticSeries(
  seriesRequest({ volume: tellingVolume('R', SLICES, 16) })
);
const uids = series.instances.map(instance => instance.sopInstanceUID);

const opened: FaultyArchive[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(archive => archive.close()));
});

async function archiveWith(faults: ArchiveFaults = {}) {
  const archive = new FaultyArchive(faults);
  opened.push(archive);
  const rootUrl = await archive.open();
  const waits: number[] = [];
  const save = (change: Partial<StoreRequest> = {}) =>
    storeSeries({
      rootUrl,
      series,
      fetch: (url, init) => fetch(url, init),
      wait: async seconds => void waits.push(seconds),
      ...change,
    });
  return { archive, rootUrl, save, waits };
}

const textsOf = ({ reasons }: StoreOutcome) => reasons.map(textOf);

describe('an archive that works', () => {
  it('gets the series in batches of 16, and the result is verified', async () => {
    const { archive, save } = await archiveWith();
    const outcome = await save();
    expect(outcome).toEqual({
      state: 'stored-and-verified',
      stored: uids,
      missing: [],
      // The first, the middle and the last.
      pixelsCompared: 3,
      reasons: [],
      report: 'none',
    });
    expect(archive.storeRequests).toEqual([16, 16, 8]);
    expect([...archive.stored.keys()].sort()).toEqual([...uids].sort());
  });

  it('is told who asks with every request', async () => {
    const { archive, save } = await archiveWith();
    await save({ headers: { Authorization: 'Bearer ticket' } });
    expect(archive.authorization.length).toBeGreaterThan(5);
    expect(new Set(archive.authorization)).toEqual(new Set(['Bearer ticket']));
  });

  it('shows progress that never falls and ends at the number of images', async () => {
    const { save } = await archiveWith();
    const seen: number[] = [];
    await save({ onProgress: (done, total) => seen.push(done, total) });
    const done = seen.filter((_, index) => index % 2 === 0);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(SLICES);
    expect(new Set(seen.filter((_, index) => index % 2 === 1))).toEqual(new Set([SLICES]));
  });

  it('is sent nothing the second time', async () => {
    const { archive, save } = await archiveWith();
    await save();
    expect((await save()).state).toBe('stored-and-verified');
    expect(archive.storeRequests).toEqual([16, 16, 8]);
  });
});

describe('an archive that refuses', () => {
  it.each([
    [401, /login/],
    [403, /may not store/],
    [409, /conflict/],
    [500, /error of its own/],
    [507, /no space left/],
  ])('says what to do about status %i, and nothing is there', async (status, words) => {
    const { archive, save } = await archiveWith({ store: () => ({ status }) });
    const outcome = await save();
    expect(outcome.state).toBe('failed');
    expect(outcome.missing).toEqual(uids);
    expect(textsOf(outcome).join(' ')).toMatch(words);
    expect(archive.storeRequests).toEqual([16]);
  });

  it('is not sent anything when it already refuses to be asked', async () => {
    const { archive, save } = await archiveWith({ metadata: () => 401 });
    const outcome = await save();
    expect(outcome).toMatchObject({ state: 'failed', stored: [] });
    expect(textsOf(outcome)).toEqual([expect.stringMatching(/login/)]);
    expect(archive.storeRequests).toEqual([]);
  });

  it('gets smaller requests when they are too large for it', async () => {
    const { archive, save } = await archiveWith({
      store: (_, instances) => (instances > 5 ? { status: 413 } : undefined),
    });
    expect((await save()).state).toBe('stored-and-verified');
    expect(archive.storeRequests).toEqual([16, 8, ...Array<number>(10).fill(4)]);
  });

  it('is waited for as long as it asks when it is busy', async () => {
    const { save, waits } = await archiveWith({
      store: request =>
        request === 1 ? { status: 503, headers: { 'Retry-After': '7' } } : undefined,
    });
    expect((await save()).state).toBe('stored-and-verified');
    expect(waits).toEqual([7]);
  });

  it('is given up when it stays busy', async () => {
    const { save, waits } = await archiveWith({ store: () => ({ status: 503 }) });
    const outcome = await save();
    expect(outcome.state).toBe('failed');
    expect(textsOf(outcome)[0]).toMatch(/busy/);
    expect(waits).toHaveLength(3);
  });

  it('names the reason of a refused image in words and keeps the rest', async () => {
    const { save } = await archiveWith({
      store: request => (request === 0 ? { refuseFirstWith: 0xa700 } : undefined),
    });
    const outcome = await save();
    expect(outcome.state).toBe('partly-stored');
    expect(outcome.missing).toEqual(uids.slice(0, 1));
    expect(textsOf(outcome).join(' ')).toMatch(/refused 1 image\(s\): .*out of resources/);
    expect(textsOf(outcome).join(' ')).toMatch(/has 39 of 40 images/);
  });
});

describe('a connection that is cut', () => {
  it('leaves a true count behind, and saving again sends only the rest', async () => {
    const { archive, save } = await archiveWith({
      store: request => (request === 1 ? 'cut-before' : undefined),
    });
    const first = await save();
    expect(first.state).toBe('partly-stored');
    expect(first.stored).toEqual(uids.slice(0, 16));
    expect(textsOf(first)[0]).toMatch(/connection/);
    const second = await save();
    expect(second.state).toBe('stored-and-verified');
    expect(archive.storeRequests).toEqual([16, 16, 16, 8]);
  });

  it('is not gone on with where the archive has other pixels under the UIDs', async () => {
    const faults: ArchiveFaults = { store: request => (request === 1 ? 'cut-before' : undefined) };
    const { archive, save } = await archiveWith(faults);
    expect((await save()).stored).toEqual(uids.slice(0, 16));
    faults.changesPixels = true;
    const outcome = await save();
    expect(outcome).toMatchObject({ state: 'partly-stored', stored: uids.slice(0, 16) });
    expect(textsOf(outcome)).toEqual([expect.stringMatching(/other pixels/)]);
    expect(archive.storeRequests).toEqual([16, 16]);
  });

  it('is no loss when the archive had stored the request already', async () => {
    const { archive, save } = await archiveWith({
      store: request => (request === 2 ? 'cut-after' : undefined),
    });
    expect((await save()).state).toBe('stored-and-verified');
    expect(archive.stored.size).toBe(SLICES);
  });

  it('is a failure when there is no archive at all', async () => {
    const { archive, save } = await archiveWith();
    await archive.close();
    const outcome = await save();
    expect(outcome.state).toBe('failed');
    expect(textsOf(outcome)[0]).toMatch(/connection to the archive failed/);
  });
});

describe('an archive whose word is not to be trusted', () => {
  it('is found out when it says "stored" and stores nothing', async () => {
    const { save } = await archiveWith({ store: () => 'lie' });
    const outcome = await save();
    expect(outcome).toMatchObject({ state: 'failed', stored: [] });
    expect(textsOf(outcome).join(' ')).toMatch(/has 0 of 40/);
  });

  it('is found out when it drops the mark of synthetic data', async () => {
    const { save } = await archiveWith({ forgetsSyntheticData: true });
    const outcome = await save();
    expect(outcome.state).toBe('partly-stored');
    expect(textsOf(outcome)[0]).toMatch(/Synthetic Data/);
  });

  it('is found out when it keeps other pixels under the same UIDs', async () => {
    const { save } = await archiveWith({ changesPixels: true });
    const outcome = await save();
    expect(outcome.state).toBe('partly-stored');
    expect(textsOf(outcome)[0]).toMatch(/other pixels/);
  });

  it.each([404, 406, 500])(
    'is not said to be verified when it gives no pixels back (%i)',
    async status => {
      const { save } = await archiveWith({ frames: () => status });
      const outcome = await save();
      expect(outcome).toMatchObject({ state: 'stored', stored: uids, pixelsCompared: 0 });
      expect(textsOf(outcome)).toEqual([
        expect.stringMatching(
          new RegExp(`lists every image .* no pixels back .*${status}.* was not verified`)
        ),
      ]);
    }
  );

  it('is said to be verified by as many images as it gave the pixels of', async () => {
    const { save } = await archiveWith({ frames: request => (request === 1 ? 500 : undefined) });
    const outcome = await save();
    expect(outcome).toMatchObject({ state: 'stored-and-verified', pixelsCompared: 2, reasons: [] });
  });

  it('leaves "partly stored" behind when it cannot be asked afterwards', async () => {
    const { save } = await archiveWith({
      metadata: request => (request === 0 ? undefined : 500),
    });
    const outcome = await save();
    expect(outcome.state).toBe('partly-stored');
    expect(outcome.stored).toEqual(uids);
    expect(textsOf(outcome).join(' ')).toMatch(/could not be verified/);
  });
});

describe('what is not sent at all', () => {
  it('is a series whose patient differs from the study in the archive', async () => {
    const { archive, save } = await archiveWith({ patientIdOfStudy: 'SOMEONE-ELSE' });
    const outcome = await save();
    expect(outcome.state).toBe('failed');
    expect(textsOf(outcome)[0]).toMatch(/another PatientID/);
    expect(textsOf(outcome)[0]).not.toMatch(/SOMEONE-ELSE|ÅÉ-0042/);
    expect(archive.storeRequests).toEqual([]);
  });

  it('is a series of a study whose patient the archive does not tell', async () => {
    const { archive, save } = await archiveWith({ query: 500 });
    const outcome = await save();
    expect(outcome.state).toBe('failed');
    expect(textsOf(outcome)[0]).toMatch(/did not say whose this study is/);
    expect(archive.storeRequests).toEqual([]);
  });

  it('is a series that may not be stored', async () => {
    const { archive, save } = await archiveWith();
    const notStorable = say('notStorableMissing', { keyword: 'PatientID' });
    const outcome = await save({ series: { ...series, notStorable } });
    expect(outcome).toMatchObject({ state: 'failed', reasons: [notStorable] });
    expect(archive.storeRequests).toEqual([]);
  });

  it('is what is left when the user cancels', async () => {
    const { archive, save } = await archiveWith();
    const controller = new AbortController();
    const saving = save({
      signal: controller.signal,
      onProgress: done => {
        if (done >= 16) {
          controller.abort();
        }
      },
    });
    await expect(saving).rejects.toThrow(/abort/i);
    expect(archive.storeRequests).toEqual([16]);
  });
});

describe('the report', () => {
  const whole = { series: { ...series, report } };

  it('follows when all images are there', async () => {
    const { archive, save } = await archiveWith();
    const outcome = await save(whole);
    expect(outcome).toMatchObject({ state: 'stored-and-verified', report: 'stored', reasons: [] });
    expect(outcome.stored).toEqual(uids);
    expect(archive.storeRequests).toEqual([16, 16, 8, 1]);
    expect(archive.stored.get(report.sopInstanceUID)?.series).toBe(report.seriesInstanceUID);
  });

  it('is not sent while images are missing', async () => {
    const { archive, save } = await archiveWith({
      store: request => (request === 1 ? 'cut-before' : undefined),
    });
    expect(await save(whole)).toMatchObject({ state: 'partly-stored', report: 'missing' });
    expect(archive.storeRequests).toEqual([16, 16]);
  });

  it('is all that is sent the second time when only it was refused', async () => {
    const { archive, save } = await archiveWith({
      store: request => (request === 3 ? { refuseFirstWith: 0x0122 } : undefined),
    });
    const first = await save(whole);
    expect(first).toMatchObject({ state: 'partly-stored', report: 'missing', missing: [] });
    expect(textsOf(first)[0]).toMatch(/report about them is not/);
    expect(textsOf(first).join(' ')).toMatch(/does not store objects of this kind/);
    expect((await save(whole)).report).toBe('stored');
    expect(archive.storeRequests).toEqual([16, 16, 8, 1, 1]);
  });

  it('is not held to be marked as synthetic where it was not sent so', async () => {
    const { archive, save } = await archiveWith();
    await save(whole);
    expect(archive.stored.get(report.sopInstanceUID)?.synthetic).toBeUndefined();
  });
});
