import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDicomWebProxy, readUpstream } from '../src';
import { makeInstance, multipartOf } from './support/instances';
import { startTestServer, storeByHttp, type TestServer } from './support/server';

const SECRET = 'token-of-the-pacs';

let pacs: Server;
let pacsUrl: string;
let site: TestServer;
let requests: { message: IncomingMessage; body: Buffer }[];
let answer: RequestListener;

beforeEach(async () => {
  requests = [];
  answer = (_request, response) => response.end('[]');
  pacs = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      requests.push({ message, body: Buffer.concat(chunks) });
      answer(message, response);
    });
  });
  await new Promise<void>(resolve => pacs.listen(0, '127.0.0.1', resolve));
  pacsUrl = `http://127.0.0.1:${(pacs.address() as AddressInfo).port}/dicom-web`;
  const upstream = readUpstream(`${pacsUrl}/`, { XRAY_TO_MRI_DICOMWEB_TOKEN: SECRET });
  site = await startTestServer({ dicomWeb: createDicomWebProxy(upstream) });
});
afterEach(async () => {
  await site.stop();
  pacs.closeAllConnections();
  await new Promise(resolve => pacs.close(resolve));
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${site.server.dicomWebUrl}${path}`, { headers });

test('opens the PACS to no page of another site', async () => {
  const refused = await get('/studies', { Origin: 'http://elsewhere' });
  expect(refused.status).toBe(403);
  expect(requests).toHaveLength(0);
});

test('gives on neither whom the PACS lets read it nor what may be kept of it', async () => {
  answer = (_request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cache-Control', 'public, max-age=3600');
    response.end('[]');
  };
  const { headers } = await get('/studies');
  expect(headers.get('access-control-allow-origin')).toBeNull();
  expect(headers.get('cache-control') ?? '').not.toContain('public');
});

test('adds the credentials and keeps the path and the query', async () => {
  await get('/studies?PatientName=*a%20b*&limit=2');
  const { url, headers } = requests[0]?.message ?? {};
  expect(new URL(url ?? '', pacsUrl).pathname).toBe('/dicom-web/studies');
  expect(new URL(url ?? '', pacsUrl).searchParams.get('PatientName')).toBe('*a b*');
  expect(headers?.authorization).toBe(`Bearer ${SECRET}`);
  expect(headers?.host).toBe(new URL(pacsUrl).host);
});

test('passes on neither hop-by-hop headers nor what the browser says of itself', async () => {
  await get('/studies', {
    Cookie: 'a=b',
    Authorization: 'Basic abc',
    'Proxy-Authorization': 'x',
    Origin: new URL(site.server.dicomWebUrl).origin,
    Accept: 'application/dicom+json',
  });
  const headers = requests[0]?.message.headers ?? {};
  expect(headers).not.toHaveProperty('cookie');
  expect(headers).not.toHaveProperty('proxy-authorization');
  expect(headers).not.toHaveProperty('origin');
  expect(headers.authorization).toBe(`Bearer ${SECRET}`);
  expect(headers.accept).toBe('application/dicom+json');
});

test('hands no credentials, cookies or login prompts to the browser', async () => {
  answer = (_request, response) => {
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="pacs"', 'Set-Cookie': 'a=b' });
    response.end();
  };
  const refused = await get('/studies');
  expect(refused.status).toBe(401);
  expect(refused.headers.get('www-authenticate')).toBeNull();
  expect(refused.headers.get('set-cookie')).toBeNull();
  expect(JSON.stringify([...refused.headers])).not.toContain(SECRET);
});

test("puts its own address in place of the PACS's in JSON, and leaves other bytes alone", async () => {
  const text = `[{"00081190":{"vr":"UR","Value":["${pacsUrl}/studies/1.2"]}}]`;
  const contentType = { current: 'application/dicom+json' };
  answer = (_request, response) => {
    response.writeHead(200, { 'Content-Type': contentType.current });
    response.end(text);
  };
  expect(await (await get('/studies')).json()).toEqual([
    { '00081190': { vr: 'UR', Value: [`${site.server.dicomWebUrl}/studies/1.2`] } },
  ]);
  contentType.current = 'application/octet-stream';
  expect(await (await get('/studies')).text()).toBe(text);
});

test('sends a STOW body as it is', async () => {
  const instances = [makeInstance()];
  await storeByHttp(site.server.dicomWebUrl, instances);
  expect(requests[0]?.message.method).toBe('POST');
  expect(requests[0]?.body.equals(multipartOf(instances).body)).toBe(true);
});

test.each(['/../admin', '/%2e%2e/admin', '/studies/..%2f..%2fadmin', '/system', '/'])(
  'reaches nothing but DICOMweb resources of the PACS: %s',
  async path => {
    expect([400, 404]).toContain((await get(path)).status);
    expect(requests).toEqual([]);
  }
);

test('does not follow the PACS to another address', async () => {
  answer = (_request, response) => {
    response.writeHead(302, { Location: 'http://127.0.0.1:9/elsewhere' });
    response.end();
  };
  const { status, headers } = await fetch(`${site.server.dicomWebUrl}/studies`, {
    redirect: 'manual',
  });
  expect([status, headers.get('location')]).toEqual([502, null]);
});

test('does not pass on DELETE', async () => {
  const { status } = await fetch(`${site.server.dicomWebUrl}/studies/1.2`, { method: 'DELETE' });
  expect(status).toBe(405);
  expect(requests).toEqual([]);
});

test('answers 502 with a sentence when the PACS cannot be reached', async () => {
  pacs.closeAllConnections();
  await new Promise(resolve => pacs.close(resolve));
  const refused = await get('/studies');
  expect(refused.status).toBe(502);
  expect(await refused.json()).toMatchObject({ message: expect.stringContaining('ECONNREFUSED') });
});

test('breaks off its answer when the PACS breaks off', async () => {
  answer = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': 1000 });
    response.write('half');
    setTimeout(() => response.destroy(), 20);
  };
  const cut = await get('/studies');
  await expect(cut.arrayBuffer()).rejects.toThrow();
});
