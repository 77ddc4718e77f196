import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder's entries survive a power cut. */
export const syncFolder = (folder: string): Promise<void> => syncPath(folder);

/**
 * Writes a file so that after a kill or a power cut either all of it is there under its name or nothing:
 * the bytes go to `temporary` (same file system), are synced, and are renamed to `path`.
 */
export async function writeDurably(
  path: string,
  temporary: string,
  content: Uint8Array | string
): Promise<void> {
  const handle = await open(temporary, 'w');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}
