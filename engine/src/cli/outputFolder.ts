import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { CliError, EXIT, textProperty } from './CliError';
import { systemReason } from './ownErrors';

/** Ends the names of folders that are not finished. */
export const UNFINISHED = '.unfinished';

/** Why a folder of that name cannot be made, or null. */
async function obstacle(folder: string): Promise<string | null> {
  try {
    return (await readdir(folder)).length === 0 ? null : 'is not empty';
  } catch (error) {
    switch (textProperty(error, 'code')) {
      case 'ENOENT':
        return null;
      case 'ENOTDIR':
        return 'is a file, or lies below one';
      default:
        return `cannot be used: ${systemReason(error) ?? 'the system refused'}`;
    }
  }
}

/** @throws {CliError} when a folder exists and is not empty, or cannot be made there */
export async function assertFree(folder: string): Promise<void> {
  const problem = await obstacle(path.resolve(folder));
  if (problem !== null) {
    throw new CliError(EXIT.usage, `${folder} of --out ${problem}. Name another folder.`);
  }
}

/**
 * Fills a folder that appears under its name only when all of it is written: until then it is called
 * `NAME.PID.unfinished`, and it is removed when anything fails.
 * @throws {CliError} that names the folder, where the system does not let it be written
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
    const reason = systemReason(error);
    throw reason === null
      ? error
      : new CliError(EXIT.failed, `The folder ${folder} cannot be written: ${reason}.`, {
          cause: error,
        });
  }
}
