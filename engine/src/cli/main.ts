import { BundleError } from '../bundle';
import { DicomError } from '../dicom';
import { ReadingsError } from '../features';
import { RadiographError } from '../radiograph';
import { EngineError } from '../runtime';
import { CliError, EXIT, textProperty } from './CliError';
import { HELP, SAVE_HELP, SYNTHESIZE_HELP } from './help';
import type { CliContext } from './io';
import { parseSaveOptions, parseSynthesizeOptions } from './parseOptions';
import { save } from './save';
import { synthesize } from './synthesize';

async function run([command, ...args]: string[], context: CliContext): Promise<number> {
  switch (command) {
    case 'synthesize': {
      const options = parseSynthesizeOptions(args);
      return options === null ? help(SYNTHESIZE_HELP, context) : synthesize(options, context);
    }
    case 'save': {
      const options = parseSaveOptions(args);
      return options === null ? help(SAVE_HELP, context) : save(options, context);
    }
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      return help(HELP, context);
    default:
      throw new CliError(EXIT.usage, `There is no command "${command}". See --help.`);
  }
}

function help(text: string, { stdout }: CliContext): number {
  stdout.write(text);
  return EXIT.ok;
}

function exitCodeOf(error: unknown, { signal }: CliContext): number {
  if (signal?.aborted) {
    return EXIT.cancelled;
  }
  if (error instanceof CliError) {
    return error.exitCode;
  }
  if (
    error instanceof RadiographError ||
    error instanceof ReadingsError ||
    error instanceof DicomError ||
    (error instanceof EngineError && error.code === 'input')
  ) {
    return EXIT.input;
  }
  return EXIT.failed;
}

/** A sentence for the user; what is not one of our own errors names itself. */
function sentenceOf(error: unknown): string {
  const own = [CliError, RadiographError, ReadingsError, DicomError, EngineError, BundleError];
  const message = textProperty(error, 'message') ?? String(error);
  return own.some(type => error instanceof type) ? message : `Unexpected failure: ${message}`;
}

/**
 * The command line.
 * @param args without the names of node and the script
 * @returns the exit code
 */
export async function main(args: string[], context: CliContext): Promise<number> {
  try {
    return await run(args, context);
  } catch (error) {
    const code = exitCodeOf(error, context);
    const text = code === EXIT.cancelled ? 'Cancelled; nothing was written.' : sentenceOf(error);
    context.stderr.write(`xray-to-mri: ${text}\n`);
    return code;
  }
}
