import { BundleError } from '../bundle';
import { DicomError } from '../dicom';
import { ReadingsError } from '../features';
import { RadiographError } from '../radiograph';
import { EngineError } from '../runtime';
import { CliError, EXIT, textProperty } from './CliError';

/** Errors whose messages are sentences for the user. */
const OWN = [CliError, RadiographError, ReadingsError, DicomError, EngineError, BundleError];

/** Why the system does not let a file or folder be used, by its error code. */
const SYSTEM_REASONS: Record<string, string> = {
  EACCES: 'you may not do that there',
  EDQUOT: 'your quota is used up',
  EEXIST: 'something of that name is there',
  EISDIR: 'it is a folder',
  ENOENT: 'there is nothing of that name',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  EPERM: 'you may not do that there',
  EROFS: 'it is read-only',
};

/** Whether an error's message was written for the user; those of other software are not shown. */
export function isOwnError(error: unknown): error is Error {
  return OWN.some(type => error instanceof type);
}

/** The exit code that an error ends the command with. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CliError) {
    return error.exitCode;
  }
  const isInput =
    error instanceof RadiographError ||
    error instanceof ReadingsError ||
    error instanceof DicomError ||
    (error instanceof EngineError && error.code === 'input');
  return isInput ? EXIT.input : EXIT.failed;
}

/** Why the system refused, in words; null for an error that is not the system's. */
export function systemReason(error: unknown): string | null {
  const code = textProperty(error, 'code');
  if (code === null || !/^E[A-Z0-9]+$/.test(code)) {
    return null;
  }
  return SYSTEM_REASONS[code] ?? `the system says ${code}`;
}

function isOfBundle(error: unknown): error is Error {
  return (
    error instanceof BundleError ||
    (error instanceof EngineError && error.code.startsWith('bundle-'))
  );
}

async function named<T>(
  name: string,
  use: () => T | Promise<T>,
  isAboutIt: (error: unknown) => error is Error
): Promise<T> {
  try {
    return await use();
  } catch (cause) {
    if (isAboutIt(cause)) {
      throw new CliError(exitCodeOf(cause), `${name}: ${cause.message}`, { cause });
    }
    throw cause;
  }
}

/**
 * Reads what is in a file that the user named; an error of ours then says which file it was.
 * @throws {CliError} for an error of ours; others as they are
 */
export function namingFile<T>(file: string, use: () => T | Promise<T>): Promise<T> {
  return named(file, use, isOwnError);
}

/**
 * Uses the bundle of a folder; an error of the bundle then says which folder it was.
 * @throws {CliError} for an error of the bundle; others as they are
 */
export function namingBundle<T>(folder: string, use: () => T | Promise<T>): Promise<T> {
  return named(`The bundle ${folder}`, use, isOfBundle);
}
