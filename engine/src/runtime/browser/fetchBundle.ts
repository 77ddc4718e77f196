import { BundleError, type BundleReader, type ReadOptions } from '../../bundle';
import { say } from '../../sentences';

/** Name of the cache of weights files; an entry's address ends with the file's hash. */
export const WEIGHTS_CACHE = 'xray-to-mri-weights';

/** What reading over the network needs from its surroundings. */
export interface Network {
  fetch: typeof fetch;
  /** Absent where the page is not in a secure context. */
  caches?: CacheStorage;
  /** How long nothing may come of a file before its download counts as stopped; a minute by default. */
  stalledAfterMs?: number;
}

const STALLED_AFTER_MS = 60_000;

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

/** Keeps a file in place of its earlier versions; whether it is kept. */
async function keep(
  cache: Cache | null,
  url: URL,
  expected: Expected,
  bytes: ArrayBuffer
): Promise<boolean> {
  if (!cache) return false;
  try {
    const key = cacheKey(url, expected);
    const older = await cache.keys(url.href, { ignoreSearch: true });
    await Promise.all(older.filter(entry => entry.url !== key).map(entry => cache.delete(entry)));
    await cache.put(key, new Response(bytes));
    return true;
  } catch {
    return false;
  }
}

/** With one digit after the decimal sign. */
function megabytes(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}

/** Why a download has not come to its end. */
function stopped(path: string, read: number, total: number | null, cause: unknown): BundleError {
  const place = { path, read: megabytes(read) };
  const sentence =
    total === null
      ? say('downloadStopped', place)
      : say('downloadStoppedOf', { ...place, whole: megabytes(total) });
  return new BundleError('missing', sentence, { cause });
}

/** The body's bytes. A body of which nothing comes for some time is given up. */
async function readBody(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  path: string,
  stalledAfterMs: number,
  { signal, onBytes, expected }: ReadOptions
): Promise<ArrayBuffer> {
  const total = expected?.bytes ?? null;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let read = 0;
  const reader = body.getReader();
  for (;;) {
    let watch: ReturnType<typeof setTimeout> | undefined;
    const stall = new Promise<never>((_, reject) => {
      watch = setTimeout(() => reject(new Error('No bytes came.')), stalledAfterMs);
    });
    try {
      const { done, value } = await Promise.race([reader.read(), stall]);
      if (done) break;
      chunks.push(value);
      read += value.length;
    } catch (cause) {
      void reader.cancel(cause).catch(() => undefined);
      signal?.throwIfAborted();
      throw stopped(path, read, total, cause);
    } finally {
      clearTimeout(watch);
    }
    onBytes?.(read, total);
  }
  return new Blob(chunks).arrayBuffer();
}

async function download(
  network: Network,
  url: URL,
  path: string,
  options: ReadOptions
): Promise<ArrayBuffer> {
  const { signal, expected, fresh } = options;
  const cache = fresh ? 'reload' : expected ? 'default' : 'no-cache';
  const response = await network.fetch(url.href, { signal, cache });
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (!response.ok || !response.body || isPage) {
    throw new BundleError(
      'missing',
      isPage
        ? say('modelFileIsPage', { path })
        : say('modelFileStatus', { path, status: response.status })
    );
  }
  return readBody(response.body, path, network.stalledAfterMs ?? STALLED_AFTER_MS, options);
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
    if (bytes.byteLength === expected.bytes) {
      void keep(cache, url, expected, bytes).then(
        isKept => isKept || options.onNote?.(say('modelNotKept'))
      );
    }
    return bytes;
  };
}
