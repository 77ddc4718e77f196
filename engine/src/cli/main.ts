import { CliError, EXIT, textProperty } from './CliError';
import { complete } from './complete';
import { COMPLETE_HELP, HELP, READ_HELP, REPEAT_HELP, SAVE_HELP, SYNTHESIZE_HELP } from './help';
import type { CliContext } from './io';
import {
  parseCompleteOptions,
  parseRepeatOptions,
  parseSaveOptions,
  parseSynthesizeOptions,
} from './parseOptions';
import { parseReadOptions } from './parseReadOptions';
import { exitCodeOf, isOwnError } from './ownErrors';
import { readReadings } from './readReadings';
import { repeat } from './repeat';
import { save } from './save';
import { synthesize } from './synthesize';

const DEBUG = 'XRAY_TO_MRI_DEBUG';

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
    case 'repeat': {
      const options = parseRepeatOptions(args);
      return options === null ? help(REPEAT_HELP, context) : repeat(options, context);
    }
    case 'complete': {
      const options = parseCompleteOptions(args);
      return options === null ? help(COMPLETE_HELP, context) : complete(options, context);
    }
    case 'read': {
      const options = parseReadOptions(args);
      return options === null ? help(READ_HELP, context) : readReadings(options, context);
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

/** A sentence for the user. What other software says is not one, and may hold anything. */
function sentenceOf(error: unknown): string {
  return isOwnError(error)
    ? error.message
    : `An internal error (${textProperty(error, 'name') ?? typeof error}) stopped the command. Try again; if it happens again, set ${DEBUG}=1 in the environment to see where it comes from.`;
}

/** An error and all that caused it, for those who look for the fault. */
function traceOf(error: unknown): string {
  const traces: string[] = [];
  for (let at = error; at !== undefined && at !== null; at = causeOf(at)) {
    traces.push(textProperty(at, 'stack') ?? String(at));
  }
  return `${traces.join('\ncaused by ')}\n`;
}

function causeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
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
    const code = context.signal?.aborted ? EXIT.cancelled : exitCodeOf(error);
    const text = code === EXIT.cancelled ? 'Cancelled; nothing was written.' : sentenceOf(error);
    context.stderr.write(`xray-to-mri: ${text}\n`);
    if (context.environment[DEBUG] === '1') {
      context.stderr.write(traceOf(error));
    }
    return code;
  }
}
