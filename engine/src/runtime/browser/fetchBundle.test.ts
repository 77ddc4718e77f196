import type { ReadOptions } from '../../bundle';
import { fetchBundle, WEIGHTS_CACHE, type Network } from './fetchBundle';

const FOLDER = 'http://127.0.0.1/models/knee/';
const BYTES = Uint8Array.from([1, 2, 3, 4, 5]);
const EXPECTED = { sha256: 'ab'.repeat(32), bytes: BYTES.length };

interface Call {
  url: string;
  cache: string | undefined;
}

function server(answer: () => Response) {
  const calls: Call[] = [];
  const fetchFile: typeof fetch = async (url, init) => {
    calls.push({ url: String(url), cache: init?.cache });
    return answer();
  };
  return { fetch: fetchFile, calls };
}

/** A Cache API of one cache in memory; a full one refuses to keep anything. */
function memoryCaches({ full = false } = {}) {
  const entries = new Map<string, ArrayBuffer>();
  const cache = {
    match: async (key: string) => {
      const bytes = entries.get(key);
      return bytes && new Response(bytes);
    },
    keys: async (address: string) =>
      [...entries.keys()].filter(key => key.startsWith(address)).map(url => ({ url })),
    delete: async ({ url }: { url: string }) => entries.delete(url),
    put: async (key: string, response: Response) => {
      if (full) throw new DOMException('full', 'QuotaExceededError');
      entries.set(key, await response.arrayBuffer());
    },
  };
  const open = jest.fn(async (_: string) => cache);
  return { caches: { open } as unknown as CacheStorage, entries, open };
}

async function read(network: Network, options: ReadOptions = { expected: EXPECTED }) {
  const bytes = await fetchBundle(FOLDER, network)('models/decoder.onnx', options);
  await new Promise(resolve => setTimeout(resolve, 0));
  return [...new Uint8Array(bytes)];
}

const whole = () => server(() => new Response(BYTES));

describe('reading a bundle over the network', () => {
  it("finds files below the bundle's folder and counts their bytes", async () => {
    const { fetch, calls } = whole();
    const onBytes = jest.fn();
    expect(await read({ fetch }, { expected: EXPECTED, onBytes })).toEqual([...BYTES]);
    expect(calls[0]?.url).toBe('http://127.0.0.1/models/knee/models/decoder.onnx');
    expect(onBytes).toHaveBeenLastCalledWith(5, 5);
  });

  it('downloads a file once, and keeps it under its hash', async () => {
    const { fetch, calls } = whole();
    const { caches, entries, open } = memoryCaches();
    await read({ fetch, caches });
    expect(await read({ fetch, caches })).toEqual([...BYTES]);
    expect(calls).toHaveLength(1);
    expect(open).toHaveBeenCalledWith(WEIGHTS_CACHE);
    expect([...entries.keys()]).toEqual([
      `http://127.0.0.1/models/knee/models/decoder.onnx?sha256=${EXPECTED.sha256}`,
    ]);
  });

  it('replaces an earlier version of the file', async () => {
    const { fetch } = whole();
    const { caches, entries } = memoryCaches();
    await read({ fetch, caches }, { expected: { ...EXPECTED, sha256: 'cd'.repeat(32) } });
    await read({ fetch, caches });
    expect([...entries.keys()]).toEqual([expect.stringContaining('ab'.repeat(32))]);
  });

  it('passes by the caches when it is told to', async () => {
    const { fetch, calls } = whole();
    const { caches } = memoryCaches();
    await read({ fetch, caches });
    await read({ fetch, caches }, { expected: EXPECTED, fresh: true });
    expect(calls.map(({ cache }) => cache)).toEqual(['default', 'reload']);
  });

  it('asks the server anew for the metadata', async () => {
    const { fetch, calls } = whole();
    await read({ fetch, caches: memoryCaches().caches }, {});
    await read({ fetch, caches: memoryCaches().caches }, {});
    expect(calls.map(({ cache }) => cache)).toEqual(['no-cache', 'no-cache']);
  });

  it.each([
    ['full', memoryCaches({ full: true }).caches],
    ['denied', { open: () => Promise.reject(new Error('denied')) } as unknown as CacheStorage],
    ['absent', undefined],
  ])('works with a cache that is %s, and says what it costs', async (_, caches) => {
    const { fetch } = whole();
    const onNote = jest.fn();
    expect(await read({ fetch, caches }, { expected: EXPECTED, onNote })).toEqual([...BYTES]);
    expect(onNote.mock.calls).toEqual([[expect.objectContaining({ code: 'modelNotKept' })]]);
  });

  it('says nothing of a cache that works', async () => {
    const { fetch } = whole();
    const onNote = jest.fn();
    await read({ fetch, caches: memoryCaches().caches }, { expected: EXPECTED, onNote });
    expect(onNote).not.toHaveBeenCalled();
  });

  it.each([
    ['breaks off', (control: ReadableStreamDefaultController) => control.error(new Error('reset'))],
    ['stands still', () => undefined],
  ])('names a file whose download %s half-way, and keeps nothing of it', async (_, stop) => {
    const half = () => {
      let pulls = 0;
      return new ReadableStream<Uint8Array>(
        {
          pull(control) {
            pulls += 1;
            if (pulls === 1) control.enqueue(BYTES.slice(0, 3));
            else stop(control);
            return pulls === 1 ? undefined : new Promise<void>(() => undefined);
          },
        },
        { highWaterMark: 0 }
      );
    };
    const { fetch } = server(() => new Response(half()));
    const { caches, entries } = memoryCaches();
    const expected = { ...EXPECTED, bytes: 2_000_000 };
    await expect(read({ fetch, caches, stalledAfterMs: 50 }, { expected })).rejects.toMatchObject({
      code: 'missing',
      message: expect.stringMatching(/decoder\.onnx stopped after 0 of 2 MB.*generate again/),
    });
    expect(entries.size).toBe(0);
  });

  it('does not keep a file that is cut off', async () => {
    const { fetch } = server(() => new Response(BYTES.slice(0, 2)));
    const { caches, entries } = memoryCaches();
    expect(await read({ fetch, caches })).toEqual([1, 2]);
    expect(entries.size).toBe(0);
  });

  it.each([
    ['a status', () => new Response('', { status: 404 }), /status 404/],
    [
      'a page',
      () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
      /answers with a page/,
    ],
  ])('names a file for which the server has only %s', async (_, answer, message) => {
    const { fetch } = server(answer);
    await expect(read({ fetch })).rejects.toMatchObject({
      code: 'missing',
      message: expect.stringMatching(message),
    });
  });
});
