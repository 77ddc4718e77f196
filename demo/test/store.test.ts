import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { InstanceStore } from '../src';
import { makeInstance, multipartOf, UIDS } from './support/instances';
import { startTestServer, storeByHttp, type TestServer } from './support/server';

type Item = Record<string, { Value: unknown[] } | undefined>;

const FAILURE_REASON = '00081197';
const FAILED = '00081198';
const STORED = '00081199';
const OTHER_FAILURES = '0008119A';

const items = (response: Record<string, { Value?: Item[] }>, tag: string): Item[] =>
  response[tag]?.Value ?? [];

const another = (number: number): Buffer =>
  makeInstance({ instance: `${UIDS.instance}.${number}`, attributes: { InstanceNumber: number } });

describe('storing instances', () => {
  let site: TestServer;
  beforeEach(async () => {
    site = await startTestServer();
  });
  afterEach(() => site.stop());

  const store = async (
    instances: Buffer[],
    study: string | null = null
  ): Promise<{ status: number; warning: string; body: Record<string, { Value?: Item[] }> }> => {
    const answer = await storeByHttp(site.server.dicomWebUrl, instances, study);
    return {
      status: answer.status,
      warning: answer.headers.get('warning') ?? '',
      body: (await answer.json()) as Record<string, { Value?: Item[] }>,
    };
  };

  const storedCount = (): number =>
    [...site.store.studies.values()]
      .flatMap(study => [...study.series.values()])
      .reduce((sum, series) => sum + series.instances.size, 0);

  test('answers 200 and lists each stored instance', async () => {
    const { status, body } = await store([another(1), another(2)], UIDS.study);
    expect(status).toBe(200);
    expect(items(body, STORED).map(item => item['00081155']?.Value[0])).toEqual([
      `${UIDS.instance}.1`,
      `${UIDS.instance}.2`,
    ]);
    expect(body[FAILED]).toBeUndefined();
  });

  test('answers 202 if some are stored, and says which are not', async () => {
    const { status, body } = await store([another(1), Buffer.from('garbage')]);
    expect(status).toBe(202);
    expect(items(body, STORED)).toHaveLength(1);
    expect(items(body, OTHER_FAILURES)).toHaveLength(1);
  });

  test('answers 409 with reason 272 to an instance of another study than the address names', async () => {
    const { status, body } = await store([another(1)], '1.2.3');
    expect(status).toBe(409);
    expect(items(body, FAILED)[0]).toMatchObject({
      '00081155': { Value: [`${UIDS.instance}.1`] },
      [FAILURE_REASON]: { Value: [272] },
    });
    expect(storedCount()).toBe(0);
  });

  test('takes the same instance with the same content again', async () => {
    await store([another(1)]);
    expect((await store([another(1)])).status).toBe(200);
    expect(storedCount()).toBe(1);
  });

  test('refuses the same UID with other content and keeps the first', async () => {
    await store([another(1)]);
    const changed = makeInstance({
      instance: `${UIDS.instance}.1`,
      attributes: { SeriesDescription: 'changed' },
    });
    const { status, warning } = await store([changed]);
    expect(status).toBe(409);
    expect(warning).toContain('other content');
    const kept = await site.store.get(UIDS.study, UIDS.series, `${UIDS.instance}.1`);
    expect(kept?.description.metadata['0008103E']?.Value).toEqual(['COR']);
  });

  test.each([
    ['another', 'P2'],
    ['no', undefined],
  ])('refuses %s PatientID within a stored study', async (_, PatientID) => {
    await store([another(1)]);
    const other = makeInstance({ instance: `${UIDS.instance}.9`, attributes: { PatientID } });
    const { status, warning } = await store([other]);
    expect(status).toBe(409);
    expect(warning).toContain('another PatientID');
    expect(warning).not.toContain('P2');
    expect(storedCount()).toBe(1);
  });

  test('refuses a stored UID in another series', async () => {
    await store([another(1)]);
    const moved = makeInstance({ instance: `${UIDS.instance}.1`, series: `${UIDS.series}.9` });
    expect((await store([moved])).status).toBe(409);
  });

  test('takes studies without a PatientID', async () => {
    const { status } = await store([makeInstance({ attributes: { PatientID: undefined } })]);
    expect(status).toBe(200);
    const search = await fetch(`${site.server.dicomWebUrl}/studies?PatientName=*`);
    expect(await search.json()).toHaveLength(1);
  });

  test('stores nothing outside its folder, whatever the UIDs', async () => {
    const before = readdirSync(join(site.folder, '..')).sort();
    const paths = [
      '../../escaped',
      '..',
      '/tmp/escaped',
      '1.2/../../../escaped',
      '%2e%2e%2fescaped',
    ];
    const { status } = await store(paths.map(instance => makeInstance({ instance })));
    expect(status).toBe(409);
    expect((await store([makeInstance({ study: '../../escaped' })])).status).toBe(409);
    expect(readdirSync(join(site.folder, '..')).sort()).toEqual(before);
    expect(readdirSync(join(site.folder, 'studies'))).toEqual([]);
  });

  test.each([
    ['no multipart body', 'application/dicom', 415],
    ['parts of another type', 'multipart/related; type="application/dicom+json"; boundary=b', 415],
    ['no boundary', 'multipart/related; type="application/dicom"', 400],
    ['a body without the boundary', 'multipart/related; type="application/dicom"; boundary=b', 400],
  ])('refuses a request with %s', async (_, contentType, status) => {
    const answer = await fetch(`${site.server.dicomWebUrl}/studies`, {
      method: 'POST',
      headers: { 'Content-Type': contentType },
      body: 'some text',
    });
    expect(answer.status).toBe(status);
  });

  test('refuses parts that are not application/dicom', async () => {
    const { body, contentType } = multipartOf([another(1)], 'text/html');
    const answer = await fetch(`${site.server.dicomWebUrl}/studies`, {
      method: 'POST',
      headers: { 'Content-Type': contentType },
      body: new Uint8Array(body),
    });
    expect(answer.status).toBe(415);
    expect(storedCount()).toBe(0);
  });

  test('stores nothing of a request whose connection is cut', async () => {
    const { body, contentType } = multipartOf([another(1), another(2), another(3)]);
    const { hostname, port } = new URL(site.server.url);
    const socket = connect(Number(port), hostname);
    const sent = Math.floor(body.length * 0.8);
    await new Promise(resolve => socket.once('connect', resolve));
    socket.write(
      `POST /dicomweb/studies HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
        `Content-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n\r\n`
    );
    await new Promise(resolve => socket.write(body.subarray(0, sent), resolve));
    const incoming = join(site.folder, 'incoming');
    while (readdirSync(incoming).length < 2) await new Promise(resolve => setTimeout(resolve, 5));
    socket.destroy();
    while (readdirSync(incoming).length > 0) await new Promise(resolve => setTimeout(resolve, 5));
    expect(storedCount()).toBe(0);
  });

  test.each(['DELETE', 'PUT', 'PATCH'])('does not offer %s', async method => {
    await store([another(1)]);
    const answer = await fetch(`${site.server.dicomWebUrl}/studies/${UIDS.study}`, { method });
    expect(answer.status).toBe(405);
    expect(storedCount()).toBe(1);
  });
});

describe('bounds', () => {
  const size = another(1).length;

  test.each([
    ['an instance that is too large', { instanceBytes: size - 1 }, 1],
    ['a request that is too large', { requestBytes: 2 * size }, 3],
    ['too many instances', { instances: 2 }, 3],
  ])('answer 413 to %s and store nothing', async (_, limits, count) => {
    const site = await startTestServer({}, limits);
    try {
      const instances = Array.from({ length: count }, (_item, index) => another(index + 1));
      const answer = await storeByHttp(site.server.dicomWebUrl, instances);
      expect(answer.status).toBe(413);
      expect(site.store.studies.size).toBe(0);
      expect(readdirSync(join(site.folder, 'incoming'))).toEqual([]);
    } finally {
      await site.stop();
    }
  });

  test('hold for a body that does not say how long it is', async () => {
    const site = await startTestServer({}, { requestBytes: 10_000 });
    try {
      const { contentType } = multipartOf([]);
      const endless = new ReadableStream({
        pull: controller => controller.enqueue(new Uint8Array(4096)),
      });
      const answer = await fetch(`${site.server.dicomWebUrl}/studies`, {
        method: 'POST',
        headers: { 'Content-Type': contentType },
        body: endless,
        duplex: 'half',
      } as RequestInit);
      expect(answer.status).toBe(413);
    } finally {
      await site.stop();
    }
  });
});

describe('after a restart', () => {
  let site: TestServer;
  beforeEach(async () => {
    site = await startTestServer();
    await storeByHttp(site.server.dicomWebUrl, [another(1), another(2)]);
  });
  afterEach(() => site.stop());

  const reopen = async (): Promise<{ store: InstanceStore; warnings: string[] }> => {
    const warnings: string[] = [];
    const store = await InstanceStore.open(site.folder, message => warnings.push(message));
    return { store, warnings };
  };
  const sidecar = (): string =>
    join(site.folder, 'studies', UIDS.study, UIDS.series, `${UIDS.instance}.1.json`);

  test('everything is there', async () => {
    const { store, warnings } = await reopen();
    expect(store.studies).toEqual(site.store.studies);
    expect(warnings).toEqual([]);
  });

  test.each([
    ['missing', null],
    ['cut short', '{"version":1,'],
    ['of another version', '{"version":0}'],
  ])('a description that is %s is made again', async (_, content) => {
    const { rmSync, writeFileSync } = await import('node:fs');
    if (content === null) rmSync(sidecar());
    else writeFileSync(sidecar(), content);
    const { store } = await reopen();
    expect(store.studies).toEqual(site.store.studies);
    expect(existsSync(sidecar())).toBe(true);
  });

  test('a damaged file is left out and named, the others are served', async () => {
    const { rmSync, truncateSync } = await import('node:fs');
    rmSync(sidecar());
    truncateSync(sidecar().replace('.json', '.dcm'), 700);
    const { store, warnings } = await reopen();
    expect([...(store.studies.get(UIDS.study)?.series.values() ?? [])][0]?.instances.size).toBe(1);
    expect(warnings).toHaveLength(1);
  });
});
