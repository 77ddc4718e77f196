import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { whyNoOrthanc } from '../../demo/test/support/orthanc';
import {
  readStoredSeries,
  retrieveSeriesAttributes,
  storeSeries,
  whyNotCompleted,
  type StorableSeries,
  type StoreOutcome,
} from '../../engine/src/dicom';
import { textOf } from '../../engine/src/sentences';
import { tellingVolume } from '../../engine/test/syntheticKnee';
import {
  BATCH,
  heldOf,
  IMAGES,
  newFilm,
  newSeries,
  stateOf,
  table,
  type Row,
} from './support/cases';
import { FaultProxy, type Fault } from './support/faultProxy';
import { AUTHORIZATION, OrthancServer } from './support/orthanc';

const DOCUMENT = join(__dirname, '../../docs/reliability.md');
const BEGIN = '<!-- table of faults: written by test/pacs/faults.test.ts -->';
const END = '<!-- end of the table -->';

const missing = whyNoOrthanc();
if (missing !== null && process.env.REQUIRE_ALL === '1') throw new Error(`${missing}.`);
if (missing !== null) process.stderr.write(`SKIPPED: faults against Orthanc, because ${missing}\n`);
const describeWithOrthanc = missing === null ? describe : describe.skip;

/** A PACS behind the proxy, with a series of another patient that must stay as it is. */
interface Site {
  orthanc: OrthancServer;
  proxy: FaultProxy;
  rootUrl: string;
  bystander: StorableSeries;
}

const rows: Row[] = [];
const waits: number[] = [];

async function openSite(diskSize: string | null = null): Promise<Site> {
  const orthanc = await OrthancServer.start(diskSize);
  const proxy = new FaultProxy(orthanc.socketPath, AUTHORIZATION);
  return { orthanc, proxy, rootUrl: await proxy.open(), bystander: newSeries() };
}

async function closeSite({ orthanc, proxy }: Site): Promise<void> {
  await proxy.close();
  await orthanc.stop();
}

function save({ rootUrl }: Site, series: StorableSeries): Promise<StoreOutcome> {
  return storeSeries({
    rootUrl,
    series,
    batchSize: BATCH,
    fetch: (url, init) => fetch(url, init),
    wait: async seconds => void waits.push(seconds),
  });
}

async function ask({ rootUrl }: Site, path: string): Promise<unknown[]> {
  const answer = await fetch(`${rootUrl}${path}`, {
    headers: { accept: 'application/dicom+json' },
  });
  return answer.status === 200 ? ((await answer.json()) as unknown[]) : [];
}

/** SOP Instance UIDs that the PACS lists in the series. */
async function listed(site: Site, study: string, series: string): Promise<string[]> {
  const instances = await ask(site, `/studies/${study}/series/${series}/instances`);
  const uids = instances as { '00080018': { Value: [string] } }[];
  return uids.map(instance => instance['00080018'].Value[0]).sort();
}

const metadataOf = (site: Site, { studyInstanceUID, seriesInstanceUID }: StorableSeries) =>
  ask(site, `/studies/${studyInstanceUID}/series/${seriesInstanceUID}/metadata`);

/** What is shown is what is there: every image once, and no other. */
async function expectTrue(site: Site, series: StorableSeries, shown: StoreOutcome): Promise<void> {
  const there = await listed(site, series.studyInstanceUID, series.seriesInstanceUID);
  expect(there).toEqual([...shown.stored].sort());
  const { report } = series;
  if (report) {
    const reports = await listed(site, series.studyInstanceUID, report.seriesInstanceUID);
    expect(reports).toEqual(shown.report === 'stored' ? [report.sopInstanceUID] : []);
  }
}

interface Case {
  fault: string;
  state: StoreOutcome['state'];
  held: string;
  said: RegExp | null;
  /** The state after saving again without the fault. */
  again?: StoreOutcome['state'];
}

async function tryCase(
  site: Site,
  { fault, state, held, said, again = 'stored-and-verified' }: Case,
  make: (request: number, bytes: number) => Fault | null,
  series = newSeries(),
  repaired = series
): Promise<void> {
  site.proxy.reset();
  site.proxy.fault = make;
  const first = await save(site, series);
  expect({ state: first.state, held: heldOf(first) }).toEqual({ state, held });
  if (said === null) {
    expect(first.reasons).toEqual([]);
  } else {
    expect(first.reasons.map(textOf).join(' ')).toMatch(said);
  }
  await expectTrue(site, series, first);
  site.proxy.reset();
  const second = await save(site, repaired);
  expect(second.state).toBe(again);
  await expectTrue(site, repaired, second);
  rows.push({
    ...{ fault, state: stateOf(first), held, said: first.reasons[0]?.text ?? '-' },
    again: stateOf(second),
  });
}

const NONE = `0 of ${IMAGES} images`;
const WHOLE = 'all images, report';

describeWithOrthanc('storing to Orthanc', () => {
  let site: Site;
  let before: unknown[];

  beforeAll(async () => {
    site = await openSite();
    expect((await save(site, site.bystander)).state).toBe('stored-and-verified');
    before = await metadataOf(site, site.bystander);
    expect(before).toHaveLength(IMAGES);
  });

  afterEach(async () => {
    site.proxy.reset();
    waits.length = 0;
    expect(await metadataOf(site, site.bystander)).toEqual(before);
  });

  afterAll(() => closeSite(site));

  it('gives Japanese and accented names back as they were', () => {
    expect(before).toHaveLength(IMAGES);
    for (const image of before) {
      expect(image).toMatchObject({
        '00080005': { Value: ['ISO_IR 192'] },
        '0008001C': { Value: ['YES'] },
        '00080090': { Value: [{ Alphabetic: 'Müller^Jörg' }] },
        '00100010': {
          Value: [
            { Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' },
          ],
        },
      });
    }
  });

  it('keeps the rest when an image of a request is garbage', async () => {
    const whole = newSeries();
    const instances = whole.instances.map((instance, index) =>
      index === 3 ? { ...instance, part10: new Uint8Array(500).fill(7) } : instance
    );
    await tryCase(
      site,
      {
        fault: 'one image of a request is garbage',
        state: 'partly-stored',
        held: `19 of ${IMAGES} images`,
        said: /has 19 of 20 images/,
      },
      () => null,
      { ...whole, instances },
      whole
    );
  });

  it('sends what is there already no second time', async () => {
    const series = newSeries();
    await save(site, { ...series, instances: series.instances.slice(0, BATCH), report: undefined });
    await tryCase(
      site,
      { fault: 'the same UIDs sent twice', state: 'stored-and-verified', held: WHOLE, said: null },
      () => null,
      series
    );
  });

  it('finds out that other content lies under its UIDs, and leaves it', async () => {
    let uids = 0;
    const source = newSeries().instances[0]?.dataset ?? {};
    const root = String(source['StudyInstanceUID']);
    const numbered = () => `${root}.${++uids}`;
    const old = newSeries({ source, newUid: numbered });
    uids = 0;
    const changed = newSeries({
      source,
      newUid: numbered,
      volume: tellingVolume('L', IMAGES, 16),
      intensity: {
        network_range: [0, 2],
        stored_bits: 12,
        window_center: 1638,
        window_width: 3276,
      },
    });
    expect((await save(site, old)).state).toBe('stored-and-verified');
    const kept = await metadataOf(site, old);
    site.proxy.reset();
    const first = await save(site, changed);
    expect(first).toMatchObject({ state: 'partly-stored', missing: [] });
    expect(first.reasons.map(textOf).join(' ')).toMatch(/other pixels/);
    expect(site.proxy.stores).toBe(0);
    expect(await metadataOf(site, old)).toEqual(kept);
    expect((await save(site, old)).state).toBe('stored-and-verified');
    rows.push({
      ...{ fault: 'other content under UIDs that the PACS knows', state: stateOf(first) },
      ...{ held: 'the old content', said: first.reasons[0]?.text ?? '', again: 'partly saved' },
    });
  });

  it('is refused by the PACS for another study, and stores nothing', async () => {
    const right = newSeries();
    const wrong = { ...right, studyInstanceUID: newSeries().studyInstanceUID };
    await tryCase(
      site,
      {
        fault: 'the request names another study',
        state: 'failed',
        held: NONE,
        said: /another study|409/,
      },
      () => null,
      wrong,
      right
    );
  });

  it('sends nothing into the study of another patient', async () => {
    const [image] = newSeries().instances;
    const intruder = newSeries({
      source: { ...image?.dataset, StudyInstanceUID: site.bystander.studyInstanceUID },
    });
    await tryCase(
      site,
      {
        fault: 'the study belongs to another PatientID in the PACS',
        state: 'failed',
        held: NONE,
        said: /another PatientID/,
        again: 'failed',
      },
      () => null,
      intruder
    );
    expect(site.proxy.stores).toBe(0);
  });

  it.each<[string, string | null]>([
    ['no credentials', null],
    ['wrong credentials', `Basic ${Buffer.from('tester:wrong').toString('base64')}`],
  ])('asks for a login with %s', async (fault, authorization) => {
    await tryCase(site, { fault, state: 'failed', held: NONE, said: /login/ }, () => ({
      authorization,
    }));
  });

  it.each([
    [403, /may not store/],
    [409, /conflict/],
    [500, /error of its own/],
    [507, /no space/],
  ])('says what status %i means', async (status, said) => {
    await tryCase(site, { fault: `status ${status}`, state: 'failed', held: NONE, said }, () => ({
      answer: status,
    }));
  });

  it('sends smaller requests where they are too large', async () => {
    // The report is the largest instance.
    const limit = 1000 + (newSeries().report?.part10.length ?? 0);
    await tryCase(
      site,
      {
        fault: 'status 413 for more than some images',
        state: 'stored-and-verified',
        held: WHOLE,
        said: null,
      },
      (_, bytes) => (bytes > limit ? { answer: 413 } : null)
    );
  });

  it('says so where even one image is too large', async () => {
    await tryCase(
      site,
      { fault: 'status 413 always', state: 'failed', held: NONE, said: /even for a single image/ },
      () => ({ answer: 413 })
    );
  });

  it('waits as long as a busy PACS asks', async () => {
    await tryCase(
      site,
      {
        fault: 'status 503 with Retry-After, once',
        state: 'stored-and-verified',
        held: WHOLE,
        said: null,
      },
      request => (request === 0 ? { answer: 503, headers: { 'Retry-After': '7' } } : null)
    );
    expect(waits).toEqual([7]);
  });

  it('gives a PACS up that stays busy', async () => {
    await tryCase(
      site,
      { fault: 'status 503 always', state: 'failed', held: NONE, said: /busy/ },
      () => ({ answer: 503 })
    );
  });

  it.each([0, 10, 20, 30, 40, 50, 60, 70, 80, 90])(
    'knows what is stored when the connection is cut after %i %% of a request',
    async percent => {
      await tryCase(
        site,
        {
          fault: `connection cut after ${percent} % of the second request`,
          state: 'partly-stored',
          held: `${BATCH} of ${IMAGES} images`,
          said: /connection to the archive failed or was cut/,
        },
        request => (request === 1 ? { cutAfter: percent / 100 } : null)
      );
    }
  );

  it('loses nothing when only the answer is cut', async () => {
    await tryCase(
      site,
      {
        fault: 'connection cut instead of the answer',
        state: 'stored-and-verified',
        held: WHOLE,
        said: null,
      },
      request => (request === 1 ? { cutAnswer: true } : null)
    );
  });

  it('is only slower with a slow PACS', async () => {
    await tryCase(
      site,
      { fault: 'slow connection', state: 'stored-and-verified', held: WHOLE, said: null },
      () => ({ slowly: true })
    );
  });

  it('goes on after the PACS was killed in the middle of a request', async () => {
    const series = newSeries();
    site.proxy.fault = request => (request === 1 ? { meanwhile: () => site.orthanc.kill() } : null);
    const first = await save(site, series);
    expect(first.state).toBe('partly-stored');
    expect(first.stored).toHaveLength(BATCH);
    expect(first.reasons.map(textOf).join(' ')).toMatch(/could not be verified/);
    site.proxy.reset();
    await site.orthanc.run();
    const there = await listed(site, series.studyInstanceUID, series.seriesInstanceUID);
    expect(there).toEqual(expect.arrayContaining(first.stored));
    const second = await save(site, series);
    expect(second.state).toBe('stored-and-verified');
    await expectTrue(site, series, second);
    rows.push({
      ...{ fault: 'PACS killed in the second request', state: stateOf(first), held: heldOf(first) },
      ...{ said: first.reasons[0]?.text ?? '', again: stateOf(second) },
    });
  });
});

describeWithOrthanc('a series that Orthanc has in part', () => {
  it('is completed by whoever makes the run again from what Orthanc tells of it', async () => {
    const site = await openSite();
    try {
      const source = newFilm();
      const series = newSeries({ source });
      site.proxy.fault = request => (request === 1 ? { cutAfter: 0.5 } : null);
      const first = await save(site, series);
      expect(first).toMatchObject({ state: 'partly-stored', report: 'missing' });
      site.proxy.reset();
      // The page was closed: nothing is left of the series but what is in the PACS.
      const access = {
        rootUrl: site.rootUrl,
        fetch: (url: string, init?: RequestInit) => fetch(url, init),
      };
      const { studyInstanceUID, seriesInstanceUID } = series;
      const stored = readStoredSeries(
        await retrieveSeriesAttributes(access, studyInstanceUID, seriesInstanceUID)
      );
      expect(stored.images).toHaveLength(BATCH);
      const again = newSeries({ source, identity: stored.identity, now: new Date(2031, 1, 1) });
      expect(whyNotCompleted(stored, again)).toEqual([]);
      const second = await save(site, again);
      expect(second).toMatchObject({ state: 'stored-and-verified', report: 'stored' });
      // Four images, and the report.
      expect(site.proxy.stores).toBe(2);
      await expectTrue(site, series, second);
      rows.push({
        ...{ fault: 'connection cut and page closed; the run made again from its record' },
        ...{ state: stateOf(first), held: heldOf(first), said: first.reasons[0]?.text ?? '' },
        again: stateOf(second),
      });
    } finally {
      await closeSite(site);
    }
  });
});

describeWithOrthanc('storing to Orthanc on a small disk', () => {
  it('says what is stored when the disk is full, and stores the rest when there is room', async () => {
    // Room for some images of 32 KB each.
    const site = await openSite('200k');
    try {
      const series = newSeries({ volume: tellingVolume('R', IMAGES, 128) });
      const first = await save(site, series);
      expect(['partly-stored', 'failed']).toContain(first.state);
      expect(first.missing.length).toBeGreaterThan(0);
      await expectTrue(site, series, first);
      site.orthanc.enlargeDisk();
      const second = await save(site, series);
      expect(second.state).toBe('stored-and-verified');
      await expectTrue(site, series, second);
      rows.push({
        ...{ fault: 'disk of the PACS full', state: stateOf(first), held: 'what fitted' },
        ...{
          said: (first.reasons[0]?.text ?? '').replace(/\d+ of/, 'some of'),
          again: stateOf(second),
        },
      });
    } finally {
      await closeSite(site);
    }
  });

  it('and all of it is as docs/reliability.md says', async () => {
    const document = await readFile(DOCUMENT, 'utf8');
    const [head = '', rest = ''] = document.split(BEGIN);
    const [, tail = ''] = rest.split(END);
    const expected = `${head}${BEGIN}\n\n${table(rows)}\n\n${END}${tail}`;
    if (process.env.UPDATE_DOCS === '1') {
      await writeFile(DOCUMENT, expected);
    }
    expect((await readFile(DOCUMENT, 'utf8')).replaceAll(/ +/g, ' ').replaceAll(/-+/g, '-')).toBe(
      expected.replaceAll(/ +/g, ' ').replaceAll(/-+/g, '-')
    );
  });
});
