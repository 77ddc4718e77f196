/** Exit codes of the command line; help lists them. */
export const EXIT = {
  ok: 0,
  /** The engine or the file system failed. */
  failed: 1,
  /** The command was called wrongly. */
  usage: 2,
  /** The radiograph, the readings or the series cannot be used. */
  input: 3,
  /** A series is not, or not wholly, in the archive. */
  notStored: 4,
  /** A run that was repeated gave other pixels. */
  differs: 5,
  cancelled: 130,
} as const;

/** Ends the command with a sentence on stderr and an exit code. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    readonly exitCode: number,
    message: string,
    options?: ErrorOptions
  ) {
    super(message, options);
  }
}

/** A property of something that was thrown, whichever realm it is from. */
export function textProperty(
  error: unknown,
  name: 'message' | 'name' | 'code' | 'stack'
): string | null {
  const value =
    typeof error === 'object' && error !== null && name in error
      ? (error as Record<string, unknown>)[name]
      : null;
  return typeof value === 'string' ? value : null;
}
