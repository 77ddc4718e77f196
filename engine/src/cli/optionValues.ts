import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Runtime } from '../runtime';
import { CliError, EXIT } from './CliError';

export function usage(message: string): CliError {
  return new CliError(EXIT.usage, `${message} See --help.`);
}

export const RUNTIMES: readonly Runtime[] = ['cpu', 'wasm', 'webgpu'];
export const TEXT = { type: 'string' } as const;
export const FLAG = { type: 'boolean', default: false } as const;

type Options = NonNullable<ParseArgsConfig['options']>;

/** The first option that is unknown, or lacks its value or has one that it does not take. */
function wrongOption(args: string[], options: Options): string | null {
  const { tokens } = parseArgs({
    args,
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') {
      continue;
    }
    const { rawName, value, inlineValue } = token;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) {
      return `There is no option ${rawName}.`;
    }
    if (option.type === 'boolean' && value !== undefined) {
      return `${rawName} takes no value.`;
    }
    // Node takes a value that looks like an option for a forgotten one.
    if (option.type === 'string' && (!value || (!inlineValue && value.startsWith('-')))) {
      return `${rawName} wants a value${value ? `; one that begins with "-" is written ${rawName}=${value}` : ''}.`;
    }
  }
  return null;
}

/** @throws {CliError} that names the option that is wrong */
export function parse<T extends Options>(args: string[], options: T) {
  const problem = wrongOption(args, options);
  if (problem !== null) {
    throw usage(problem);
  }
  return parseArgs({ args, options, allowPositionals: true, strict: true });
}

export function onePath(positionals: string[], name: string): string {
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw usage(`Name one ${name}, not ${positionals.length}.`);
  }
  return path;
}

export function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') {
    throw usage(`--${name} is missing.`);
  }
  return value;
}

export function wholeNumber(value: string | undefined, name: string, least: number): number | null {
  if (value === undefined) {
    return null;
  }
  const number = Number(value);
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(number) || number < least) {
    throw usage(`--${name} wants a whole number of at least ${least}, not "${value}".`);
  }
  return number;
}

export function oneOf<T extends string>(value: string, name: string, allowed: readonly T[]): T {
  const found = allowed.find(choice => choice === value);
  if (found === undefined) {
    throw usage(`--${name} is one of ${allowed.join(', ')}, not "${value}".`);
  }
  return found;
}

export function positive(value: string | undefined, name: string): number | null {
  if (value === undefined) {
    return null;
  }
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0) {
    throw usage(`--${name} wants a number above 0, not "${value}".`);
  }
  return number;
}

/** The root of a DICOMweb server, without credentials. */
export function serverUrl(value: string, name: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw usage(
      `--${name} wants the address of a DICOMweb root, like https://pacs.example/dicom-web.`
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw usage(`--${name} must not hold credentials; they come from the environment.`);
  }
  return value;
}
