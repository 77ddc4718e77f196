import { createDicomWebProxy, readUpstream } from '../src';
import { makeInstance, UIDS } from './support/instances';
import { startOrthanc, whyNoOrthanc, type Orthanc } from './support/orthanc';
import { startTestServer, storeByHttp, type TestServer } from './support/server';

const missing = whyNoOrthanc();
if (missing !== null && process.env.REQUIRE_ALL === '1') throw new Error(`${missing}.`);
if (missing !== null) process.stderr.write(`SKIPPED: tests against Orthanc, because ${missing}\n`);
const describeWithOrthanc = missing === null ? describe : describe.skip;

describeWithOrthanc('in front of Orthanc with a password', () => {
  let orthanc: Orthanc;
  let site: TestServer;

  beforeAll(async () => {
    orthanc = await startOrthanc();
    const upstream = readUpstream(orthanc.dicomWebUrl, {
      XRAY_TO_MRI_DICOMWEB_USER: orthanc.user,
      XRAY_TO_MRI_DICOMWEB_PASSWORD: orthanc.password,
    });
    site = await startTestServer({ dicomWeb: createDicomWebProxy(upstream) });
  }, 60_000);
  afterAll(async () => {
    await site.stop();
    await orthanc.stop();
  });

  test('Orthanc itself asks for the password', async () => {
    expect((await fetch(`${orthanc.dicomWebUrl}/studies`)).status).toBe(401);
  });

  test('stores, finds and retrieves without credentials in the browser', async () => {
    const pixels = Uint16Array.from({ length: 24 }, (_, index) => 3 * index);
    const stored = await storeByHttp(site.server.dicomWebUrl, [makeInstance({ pixels })]);
    expect(stored.status).toBe(200);

    const found = await fetch(`${site.server.dicomWebUrl}/studies?PatientName=Test*`);
    expect(await found.json()).toMatchObject([{ '0020000D': { Value: [UIDS.study] } }]);

    const series = `${site.server.dicomWebUrl}/studies/${UIDS.study}/series/${UIDS.series}`;
    const metadata = await (await fetch(`${series}/metadata`)).text();
    expect(metadata).not.toContain(new URL(orthanc.dicomWebUrl).host);
    expect(JSON.parse(metadata)).toMatchObject([{ '00100020': { Value: ['P1'] } }]);

    const frames = await fetch(`${series}/instances/${UIDS.instance}/frames/1`, {
      headers: { Accept: 'multipart/related; type="application/octet-stream"' },
    });
    const body = Buffer.from(await frames.arrayBuffer());
    expect(body.includes(Buffer.from(pixels.buffer))).toBe(true);
  });
});
