import { BundleError, type BundleReader, type ReadOptions } from '../../bundle';

/** Name of the cache of weights files; an entry's address ends with the file's hash. */
export const WEIGHTS_CACHE = 'xray-to-mri-weights';

/** What reading over the network needs from its surroundings. */
export interface Network {
  fetch: typeof fetch;
  /** Absent where the page is not in a secure context. */
  caches?: CacheStorage;
}

type Expected = NonNullable<ReadOptions['expected']>;

function cacheKey(url: URL, { sha256 }: Expected): string {
  const key = new URL(url);
  key.search = `sha256=${sha256}`;
  return key.href;
}

/** Opens the cache; null where it is missing or denied. */
async function openCache({ caches }: Network): Promise<Cache | null> {
  try {
    return (await caches?.open(WEIGHTS_CACHE)) ?? null;
  } catch {
    return null;
  }
}

async function fromCache(
  cache: Cache | null,
  url: URL,
  expected: Expected
): Promise<ArrayBuffer | null> {
  try {
    const response = await cache?.match(cacheKey(url, expected));
    const bytes = (await response?.arrayBuffer()) ?? null;
    return bytes?.byteLength === expected.bytes ? bytes : null;
  } catch {
    return null;
  }
}

/** Keeps a file in place of its earlier versions. A full or denied cache only costs a later download. */
async function keep(cache: Cache, url: URL, expected: Expected, bytes: ArrayBuffer): Promise<void> {
  try {
    const key = cacheKey(url, expected);
    const older = await cache.keys(url.href, { ignoreSearch: true });
    await Promise.all(older.filter(entry => entry.url !== key).map(entry => cache.delete(entry)));
    await cache.put(key, new Response(bytes));
  } catch {
    return;
  }
}

async function download(
  network: Network,
  url: URL,
  path: string,
  { signal, onBytes, expected, fresh }: ReadOptions
): Promise<ArrayBuffer> {
  const cache = fresh ? 'reload' : expected ? 'default' : 'no-cache';
  const response = await network.fetch(url.href, { signal, cache });
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (!response.ok || !response.body || isPage) {
    throw new BundleError(
      'missing',
      `The server does not have the model's file ${path} (${isPage ? 'it answers with a page' : `status ${response.status}`}); check where the model is installed.`
    );
  }
  const total = expected?.bytes ?? null;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let read = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    read += value.length;
    onBytes?.(read, total);
  }
  return new Blob(chunks).arrayBuffer();
}

/**
 * Reads a bundle over the network. Files with a known hash are kept in the Cache API under it and not
 * downloaded again.
 * @param bundleUrl the bundle's folder, ending with a slash
 */
export function fetchBundle(bundleUrl: string, network: Network): BundleReader {
  return async (path, options) => {
    const url = new URL(path, bundleUrl);
    const { expected, fresh, onBytes } = options;
    if (!expected) return download(network, url, path, options);

    const cache = await openCache(network);
    const known = fresh ? null : await fromCache(cache, url, expected);
    if (known) {
      onBytes?.(known.byteLength, expected.bytes);
      return known;
    }
    const bytes = await download(network, url, path, options);
    if (cache && bytes.byteLength === expected.bytes) void keep(cache, url, expected, bytes);
    return bytes;
  };
}
