import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { CliError, EXIT, textProperty } from './CliError';

/** Ends the names of folders that are not finished. */
export const UNFINISHED = '.unfinished';

async function isFree(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    return textProperty(error, 'code') === 'ENOENT';
  }
}

/** @throws {CliError} when a folder exists and is not empty */
export async function assertFree(folder: string): Promise<void> {
  if (!(await isFree(path.resolve(folder)))) {
    throw new CliError(
      EXIT.usage,
      'The folder of --out exists and is not empty (or is a file). Name another one.'
    );
  }
}

/**
 * Fills a folder that appears under its name only when all of it is written: until then it is called
 * `NAME.PID.unfinished`, and it is removed when anything fails.
 */
export async function fillFolder(
  folder: string,
  fill: (unfinished: string) => Promise<void>
): Promise<void> {
  const target = path.resolve(folder);
  const unfinished = `${target}.${process.pid}${UNFINISHED}`;
  try {
    await mkdir(unfinished, { recursive: true });
    await fill(unfinished);
    // An empty folder of that name makes way; rename would not replace it everywhere.
    await rmdir(target).catch(() => undefined);
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}
