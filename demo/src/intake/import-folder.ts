import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DicomFileError } from '../dicom';
import { StoreConflict, type InstanceStore } from '../store';

/** A file that can't be served. */
export interface RefusedFile {
  /** Path relative to the imported folder. */
  file: string;
  reason: string;
}

export interface ImportOutcome {
  imported: number;
  refused: RefusedFile[];
}

/** Larger files are refused, because each is read as a whole. */
const MAX_FILE_BYTES = 1024 ** 3;

async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile() || entry.isSymbolicLink()) yield path;
  }
}

async function reasonAgainst(path: string, store: InstanceStore): Promise<string | null> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) return `It has more than ${MAX_FILE_BYTES} bytes.`;
    await store.put(await readFile(path));
    return null;
  } catch (error) {
    if (error instanceof DicomFileError || error instanceof StoreConflict) return error.message;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw error;
    return `It cannot be read (${code ?? 'unknown error'}).`;
  }
}

/**
 * Takes every DICOM file below a folder into the store. Files that can't be served are named with the
 * reason and do not stop the others.
 * @throws Error if the folder can't be listed or the disk is full.
 */
export async function importFolder(
  folder: string,
  store: InstanceStore,
  onProgress: (done: number) => void = () => undefined
): Promise<ImportOutcome> {
  const outcome: ImportOutcome = { imported: 0, refused: [] };
  for await (const path of filesBelow(folder)) {
    const reason = await reasonAgainst(path, store);
    if (reason === null) outcome.imported += 1;
    else outcome.refused.push({ file: relative(folder, path), reason });
    onProgress(outcome.imported + outcome.refused.length);
  }
  return outcome;
}
