import { PNG } from 'pngjs';
import { bigEndianFile, makeInstance, UIDS } from './support/instances';
import { startTestServer, storeByHttp, type TestServer } from './support/server';

let site: TestServer;
let address: string;
beforeEach(async () => {
  site = await startTestServer();
  const { study, series, instance } = UIDS;
  address = `${site.server.dicomWebUrl}/studies/${study}/series/${series}/instances/${instance}`;
});
afterEach(() => site.stop());

const get = (path: string, accept: string): Promise<Response> =>
  fetch(`${address}${path}`, { headers: { Accept: accept } });

const OCTETS = 'multipart/related; type="application/octet-stream"; transfer-syntax=*';

/** The one part of a multipart answer. */
async function onePart(answer: Response): Promise<{ headers: string; content: Buffer }> {
  const body = Buffer.from(await answer.arrayBuffer());
  const boundary = /boundary=(.*)$/.exec(answer.headers.get('content-type') ?? '')?.[1] ?? '';
  const start = body.indexOf('\r\n\r\n', body.indexOf(`--${boundary}`)) + 4;
  const end = body.indexOf(`\r\n--${boundary}--`);
  return { headers: body.toString('latin1', 0, start), content: body.subarray(start, end) };
}

test('a big endian image is served in little endian', async () => {
  await storeByHttp(site.server.dicomWebUrl, [bigEndianFile()]);
  const { headers, content } = await onePart(await get('/frames/1', OCTETS));
  expect(headers).toContain('application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1');
  expect([...content]).toEqual([1, 0, 2, 0, 0, 1, 255, 255]);
});

test('each frame of a multi-frame image is served by its number', async () => {
  const pixels = Uint16Array.from({ length: 3 * 24 }, (_, index) => index);
  const attributes = { NumberOfFrames: 3 };
  await storeByHttp(site.server.dicomWebUrl, [makeInstance({ pixels, attributes })]);
  const { content } = await onePart(await get('/frames/2', OCTETS));
  expect(content.equals(Buffer.from(pixels.buffer, 48, 48))).toBe(true);
  expect((await get('/frames/4', OCTETS)).status).toBe(404);
  expect((await get('/frames/0', OCTETS)).status).toBe(404);
  expect((await get('/frames/one', OCTETS)).status).toBe(400);
});

test('a compressed frame is served as it is, in its own media type', async () => {
  const jpegLs = '1.2.840.10008.1.2.4.80';
  // Fragments as PS3.5, A.4 has them: an offset table, one fragment, the sequence's end.
  const fragment = Buffer.from('0102030405060708', 'hex');
  const encapsulated = Buffer.concat([
    Buffer.from('e07f10004f420000ffffffff', 'hex'),
    Buffer.from('feff00e000000000', 'hex'),
    Buffer.from('feff00e008000000', 'hex'),
    fragment,
    Buffer.from('feffdde000000000', 'hex'),
  ]);
  const head = makeInstance({ transferSyntax: jpegLs, attributes: { PixelData: undefined } });
  const { status } = await storeByHttp(site.server.dicomWebUrl, [
    Buffer.concat([head, encapsulated]),
  ]);
  expect(status).toBe(200);
  for (const [accept, type] of [
    [OCTETS, 'application/octet-stream'],
    [`multipart/related; type="image/jls"; transfer-syntax=${jpegLs}`, 'image/jls'],
  ] as const) {
    const { headers, content } = await onePart(await get('/frames/1', accept));
    expect(headers).toContain(`${type}; transfer-syntax=${jpegLs}`);
    expect(content.equals(fragment)).toBe(true);
  }
  const uncompressed = 'multipart/related; type="application/octet-stream"';
  expect((await get('/frames/1', uncompressed)).status).toBe(406);
});

test('a rendered MONOCHROME1 image is inverted and windowed', async () => {
  const pixels = Uint16Array.of(0, 1000, 2000, 4000);
  const attributes = {
    PhotometricInterpretation: 'MONOCHROME1',
    WindowCenter: 1000,
    WindowWidth: 2000,
  };
  const image = makeInstance({ rows: 2, columns: 2, pixels, attributes });
  await storeByHttp(site.server.dicomWebUrl, [image]);
  const answer = await get('/rendered', 'image/png');
  const png = PNG.sync.read(Buffer.from(await answer.arrayBuffer()));
  expect([0, 1, 2, 3].map(index => png.data[index * 4])).toEqual([255, 128, 0, 0]);
  expect((await get('/rendered', 'image/jpeg')).status).toBe(406);
});

test.each([
  ['/frames/1', 404],
  ['/metadata', 404],
  ['', 404],
  ['/nonsense', 404],
])('an instance that is not stored answers %s with %d', async (path, status) => {
  expect((await get(path, '*/*')).status).toBe(status);
});

test.each(['..%2f..', '1.2.x', '%00', '1.2%20'])(
  'the UID %p in an address is refused',
  async uid => {
    const answer = await fetch(`${site.server.dicomWebUrl}/studies/${uid}/metadata`);
    expect(answer.status).toBe(400);
  }
);

test.each([
  ['limit=-1', 400],
  ['limit=some', 400],
  ['NoSuchAttribute=1', 400],
  ['StudyDate=20200101-20210101-20220101', 400],
  ['PixelSpacing=1', 400],
])('the query %s answers %d', async (query, status) => {
  await storeByHttp(site.server.dicomWebUrl, [makeInstance()]);
  expect((await fetch(`${site.server.dicomWebUrl}/studies?${query}`)).status).toBe(status);
});
