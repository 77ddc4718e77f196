import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import type { DemoServerOptions } from '../src';
import { startTestServer, type TestServer } from './support/server';

const INLINE = 'window.PUBLIC_URL="/"';
const PAGE = `<html><script>${INLINE}</script><script src="/app.bundle.js"></script></html>`;
const BUNDLE = '__webpack_require__.p = "/"; const a = "/not-a-public-path";';

let folder: string;
let site: TestServer | null = null;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'host-'));
  mkdirSync(join(folder, 'viewer', 'assets'), { recursive: true });
  mkdirSync(join(folder, 'plugin', 'models'), { recursive: true });
  const write = (name: string, content: string): void => writeFileSync(join(folder, name), content);
  write('viewer/index.html', PAGE);
  write('viewer/app.bundle.js', BUNDLE);
  write('viewer/app.bundle.css', 'a{src:url(/font.woff2)}');
  write('viewer/app-config.js', "window.config = 'the stock one';");
  write('viewer/assets/codec.wasm', 'wasm');
  write('plugin/index.js', 'export default {};');
  write('plugin/models/metadata.json', '{}');
  write('secret.txt', 'secret');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  await site?.stop();
  site = null;
});

async function start(options: Partial<DemoServerOptions> = {}): Promise<string> {
  site = await startTestServer({
    ohifDist: join(folder, 'viewer'),
    plugins: [{ kind: 'extension', name: 'knee', folder: join(folder, 'plugin') }],
    ...options,
  });
  return site.server.url;
}

/** A request whose path and headers are sent as they are. */
function rawRequest(url: string, path: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, response => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

test('serves the viewer unchanged, its own addresses included', async () => {
  const url = await start();
  for (const path of ['', 'viewer?StudyInstanceUIDs=1.2', 'xray-to-mri/dicomweb', 'index.html']) {
    const answer = await fetch(url + path);
    expect([answer.status, await answer.text()]).toEqual([200, PAGE]);
  }
  expect(await (await fetch(`${url}app.bundle.js`)).text()).toBe(BUNDLE);
  const wasm = await fetch(`${url}assets/codec.wasm`);
  expect(wasm.headers.get('content-type')).toBe('application/wasm');
});

test('serves its own app-config.js: plugins by URL and one DICOMweb on the same origin', async () => {
  const url = await start();
  const script = await (await fetch(`${url}app-config.js`)).text();
  const window: { config?: Record<string, unknown> } = {};
  new Function('window', script)(window);
  expect(window.config).toMatchObject({
    extensions: ['/plugins/knee/index.js'],
    modes: [],
    dataSources: [
      { configuration: { qidoRoot: '/dicomweb', wadoRoot: '/dicomweb', wadoUriRoot: '/dicomweb' } },
    ],
  });
});

test('answers 404, never the page, for missing files', async () => {
  const url = await start();
  for (const path of [
    'plugins/knee/nothing.js',
    'plugins/knee',
    'plugins/other/index.js',
    'no.js',
  ]) {
    expect((await fetch(url + path)).status).toBe(404);
  }
  expect((await fetch(`${url}plugins/knee/models/metadata.json`)).status).toBe(200);
});

test.each([
  '/plugins/knee/../../secret.txt',
  '/plugins/knee/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
])('does not leave its folders for %s', async path => {
  const status = await rawRequest(await start(), path, { Host: '127.0.0.1' });
  expect([400, 404]).toContain(status);
});

describe('a file with compressed variants beside it', () => {
  const CONTENT = 'weights '.repeat(1000);

  /** What is sent to a client that takes these codings: the body as it travels, and the headers. */
  async function sentTo(acceptEncoding: string): Promise<{ coding: string; body: Buffer }> {
    const { hostname, port } = new URL(await start());
    return new Promise((resolve, reject) => {
      const path = '/plugins/knee/models/weights.onnx';
      const headers = { Host: hostname, 'Accept-Encoding': acceptEncoding };
      request({ hostname, port, path, headers }, response => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          expect(response.headers['content-type']).toBe('application/octet-stream');
          expect(response.headers.vary).toBe('Accept-Encoding');
          resolve({
            coding: response.headers['content-encoding'] ?? 'identity',
            body: Buffer.concat(chunks),
          });
        });
      })
        .on('error', reject)
        .end();
    });
  }

  const file = () => join(folder, 'plugin', 'models', 'weights.onnx');
  beforeEach(() => {
    writeFileSync(file(), CONTENT);
    writeFileSync(`${file()}.br`, brotliCompressSync(CONTENT));
    writeFileSync(`${file()}.gz`, gzipSync(CONTENT));
  });

  test.each([
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip, br;q=0', 'gzip', gunzipSync],
    ['deflate', 'identity', (body: Buffer) => body],
    ['', 'identity', (body: Buffer) => body],
  ])('sends to a client that takes "%s" the variant %s', async (header, coding, unpack) => {
    const sent = await sentTo(header);
    expect(sent.coding).toBe(coding);
    expect(unpack(sent.body).toString()).toBe(CONTENT);
  });

  test('is sent itself once it is newer than they are', async () => {
    const later = new Date(Date.now() + 10_000);
    utimesSync(file(), later, later);
    const { hostname, port } = new URL(await start());
    const answer = await fetch(`http://${hostname}:${port}/plugins/knee/models/weights.onnx`);
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(await answer.text()).toBe(CONTENT);
  });
});

test('isolates the page across origins, unless told not to', async () => {
  const headersOf = async (isolated: boolean): Promise<(string | null)[]> => {
    const { headers } = await fetch(await start({ isolated }));
    await site?.stop();
    site = null;
    const names = ['cross-origin-opener-policy', 'cross-origin-embedder-policy'];
    return names.map(name => headers.get(name));
  };
  expect(await headersOf(true)).toEqual(['same-origin', 'require-corp']);
  expect(await headersOf(false)).toEqual([null, null]);
});

test('allows the page its inline scripts by hash under the strict policy', async () => {
  const { headers } = await fetch(await start({ csp: true }));
  const policy = headers.get('content-security-policy') ?? '';
  const hash = createHash('sha256').update(INLINE).digest('base64');
  const scripts = policy.split('; ').find(directive => directive.startsWith('script-src'));
  expect(scripts).toContain(`'sha256-${hash}'`);
  expect(scripts).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:/);
  expect(policy).toContain("default-src 'none'");
});

test('serves everything below a sub-path', async () => {
  const url = await start({ base: '/ohif/' });
  expect(new URL(url).pathname).toBe('/ohif/');
  const page = await (await fetch(url)).text();
  expect(page).toContain('window.PUBLIC_URL="/ohif/"');
  expect(page).toContain('src="/ohif/app.bundle.js"');
  expect(await (await fetch(`${url}app.bundle.js`)).text()).toBe(
    '__webpack_require__.p = "/ohif/"; const a = "/not-a-public-path";'
  );
  expect(await (await fetch(`${url}app.bundle.css`)).text()).toContain('url(/ohif/font.woff2)');
  expect(await (await fetch(`${url}app-config.js`)).text()).toContain(
    '/ohif/plugins/knee/index.js'
  );
  expect((await fetch(`${url}dicomweb/studies`)).status).toBe(200);
  const root = new URL('/', url).href;
  expect((await fetch(root, { redirect: 'manual' })).headers.get('location')).toBe('/ohif/');
  expect((await fetch(`${root}plugins/knee/index.js`)).status).toBe(404);
});

test('answers only to its own names, so that no other site can lead a browser here', async () => {
  const url = await start();
  const { port } = new URL(url);
  const statusFor = (host: string): Promise<number> =>
    rawRequest(url, '/dicomweb/studies', { Host: host });
  expect(await statusFor(`localhost:${port}`)).toBe(200);
  expect(await statusFor(`127.0.0.1:${port}`)).toBe(200);
  expect(await statusFor('rebound.example')).toBe(403);
});

test('answers no page of another site', async () => {
  const url = await start();
  const { host, origin } = new URL(url);
  const statusFor = (from: string): Promise<number> =>
    rawRequest(url, '/dicomweb/studies', { Host: host, Origin: from });
  expect(await statusFor(origin)).toBe(200);
  expect(await statusFor('https://elsewhere.example')).toBe(403);
});

test('listens on the loopback address only', async () => {
  const { port } = new URL(await start());
  const { networkInterfaces } = await import('node:os');
  const outward = Object.values(networkInterfaces())
    .flat()
    .find(address => address?.family === 'IPv4' && !address.internal);
  const target = outward?.address ?? '127.0.0.2';
  await expect(rawRequest(`http://${target}:${port}/`, '/', {})).rejects.toThrow('ECONNREFUSED');
});
