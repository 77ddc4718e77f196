import { whyNoOrthanc } from '../../../demo/test/support/orthanc';
import { storeSeries, type StorableSeries, type StoreOutcome } from '../../../engine/src/dicom';
import { BATCH, IMAGES, newSeries } from './cases';
import { FaultProxy } from './faultProxy';
import { AUTHORIZATION, OrthancServer } from './orthanc';

const missing = whyNoOrthanc();
if (missing !== null && process.env.REQUIRE_ALL === '1') throw new Error(`${missing}.`);
if (missing !== null) process.stderr.write(`SKIPPED: faults against Orthanc, because ${missing}\n`);

/** Tests that are skipped where Orthanc cannot run, unless all are required. */
export const describeWithOrthanc = missing === null ? describe : describe.skip;

/** A PACS behind the proxy, with a series of another patient that must stay as it is. */
export interface Site {
  orthanc: OrthancServer;
  proxy: FaultProxy;
  rootUrl: string;
  bystander: StorableSeries;
  /** Seconds of each pause that saving made. */
  waits: number[];
}

/** @param diskSize of the PACS, such as 200k; null for no limit */
export async function openSite(diskSize: string | null = null): Promise<Site> {
  const orthanc = await OrthancServer.start(diskSize);
  const proxy = new FaultProxy(orthanc.socketPath, AUTHORIZATION);
  return { orthanc, proxy, rootUrl: await proxy.open(), bystander: newSeries(), waits: [] };
}

export async function closeSite({ orthanc, proxy }: Site): Promise<void> {
  await proxy.close();
  await orthanc.stop();
}

export function save({ rootUrl, waits }: Site, series: StorableSeries): Promise<StoreOutcome> {
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
export async function listed(site: Site, study: string, series: string): Promise<string[]> {
  const instances = await ask(site, `/studies/${study}/series/${series}/instances`);
  const uids = instances as { '00080018': { Value: [string] } }[];
  return uids.map(instance => instance['00080018'].Value[0]).sort();
}

/** What the PACS tells of each image of the series. */
export const metadataOf = (site: Site, { studyInstanceUID, seriesInstanceUID }: StorableSeries) =>
  ask(site, `/studies/${studyInstanceUID}/series/${seriesInstanceUID}/metadata`);

/** What is shown is what is there: every image once, and no other. */
export async function expectTrue(
  site: Site,
  series: StorableSeries,
  shown: StoreOutcome
): Promise<void> {
  const there = await listed(site, series.studyInstanceUID, series.seriesInstanceUID);
  expect(there).toEqual([...shown.stored].sort());
  const { report } = series;
  if (report) {
    const reports = await listed(site, series.studyInstanceUID, report.seriesInstanceUID);
    expect(reports).toEqual(shown.report === 'stored' ? [report.sopInstanceUID] : []);
  }
}

/**
 * One site for all tests of a describe, none of which may touch what the PACS has of the bystander.
 * @returns ways to the site and to the bystander's metadata, from within a test
 */
export function sharedSite(): { site: () => Site; bystanderMetadata: () => unknown[] } {
  let opened: Site | null = null;
  let before: unknown[] = [];
  const site = () => {
    if (!opened) throw new Error('The site is there in tests only.');
    return opened;
  };

  beforeAll(async () => {
    opened = await openSite();
    expect((await save(opened, opened.bystander)).state).toBe('stored-and-verified');
    before = await metadataOf(opened, opened.bystander);
    expect(before).toHaveLength(IMAGES);
  });

  afterEach(async () => {
    site().proxy.reset();
    site().waits.length = 0;
    expect(await metadataOf(site(), site().bystander)).toEqual(before);
  });

  afterAll(async () => {
    if (opened) await closeSite(opened);
  });

  return { site, bystanderMetadata: () => before };
}
