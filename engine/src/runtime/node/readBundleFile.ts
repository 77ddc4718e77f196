import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BundleReader } from '../../bundle';

/** Reads the files of a bundle in a folder. */
export function bundleFolder(bundleDir: string): BundleReader {
  return async (file, { signal, onBytes }) => {
    const bytes = await readFile(path.join(bundleDir, ...file.split('/')), { signal });
    onBytes?.(bytes.length, bytes.length);
    const copy = new Uint8Array(bytes.length);
    copy.set(bytes);
    return copy.buffer;
  };
}
