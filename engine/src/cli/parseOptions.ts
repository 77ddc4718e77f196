import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Region, Side } from '../radiograph';
import type { Runtime } from '../runtime';
import { CliError, EXIT } from './CliError';

export type Format = 'dicom' | 'png' | 'npy';
export type RegionChoice = 'auto' | 'full' | Region;

export interface SynthesizeOptions {
  radiograph: string;
  out: string;
  bundle: string | null;
  readings: string | null;
  side: Side | null;
  region: RegionChoice;
  pixelSpacingMm: number | null;
  slices: number | null;
  steps: number | null;
  samples: number;
  seed: number;
  runtime: Runtime;
  format: Format;
  patientId: string | null;
  studyUid: string | null;
  json: boolean;
}

export interface SaveOptions {
  folder: string;
  to: string;
  json: boolean;
}

export interface RepeatOptions {
  /** An image of a synthetic series, its report, or the folder of the series. */
  stored: string;
  radiograph: string;
  out: string | null;
  bundle: string | null;
  /** The one that the run was made on, if null. */
  runtime: Runtime | null;
  json: boolean;
}

function usage(message: string): CliError {
  return new CliError(EXIT.usage, `${message} See --help.`);
}

const RUNTIMES: readonly Runtime[] = ['cpu', 'wasm', 'webgpu'];
const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean', default: false } as const;

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

function parse<T extends Options>(args: string[], options: T) {
  const problem = wrongOption(args, options);
  if (problem !== null) {
    throw usage(problem);
  }
  return parseArgs({ args, options, allowPositionals: true, strict: true });
}

function onePath(positionals: string[], name: string): string {
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw usage(`Name one ${name}, not ${positionals.length}.`);
  }
  return path;
}

function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') {
    throw usage(`--${name} is missing.`);
  }
  return value;
}

function wholeNumber(value: string | undefined, name: string, least: number): number | null {
  if (value === undefined) {
    return null;
  }
  const number = Number(value);
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(number) || number < least) {
    throw usage(`--${name} wants a whole number of at least ${least}, not "${value}".`);
  }
  return number;
}

function oneOf<T extends string>(value: string, name: string, allowed: readonly T[]): T {
  const found = allowed.find(choice => choice === value);
  if (found === undefined) {
    throw usage(`--${name} is one of ${allowed.join(', ')}, not "${value}".`);
  }
  return found;
}

function positive(value: string | undefined, name: string): number | null {
  if (value === undefined) {
    return null;
  }
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0) {
    throw usage(`--${name} wants a number above 0, not "${value}".`);
  }
  return number;
}

const SQUARE_TOLERANCE = 0.02;

function regionChoice(value: string): RegionChoice {
  if (value === 'auto' || value === 'full') {
    return value;
  }
  const numbers = value.split(',').map(part => (part.trim() === '' ? Number.NaN : Number(part)));
  const [x, y, width, height] = numbers;
  if (
    numbers.length !== 4 ||
    !numbers.every(Number.isFinite) ||
    x === undefined ||
    y === undefined ||
    width === undefined ||
    height === undefined ||
    width <= 0 ||
    height <= 0
  ) {
    throw usage(`--roi is auto, full or x,y,w,h in pixels, not "${value}".`);
  }
  if (Math.abs(width - height) > SQUARE_TOLERANCE * width) {
    throw usage(`--roi must be a square, not ${width} x ${height}.`);
  }
  return { x, y, width, height };
}

/** Reads the arguments of `synthesize`; null where help is asked for. */
export function parseSynthesizeOptions(args: string[]): SynthesizeOptions | null {
  const { values, positionals } = parse(args, {
    out: TEXT,
    bundle: TEXT,
    readings: TEXT,
    side: TEXT,
    roi: { ...TEXT, default: 'auto' },
    'pixel-spacing': TEXT,
    slices: TEXT,
    steps: TEXT,
    samples: TEXT,
    seed: TEXT,
    runtime: { ...TEXT, default: 'cpu' },
    format: { ...TEXT, default: 'dicom' },
    'patient-id': TEXT,
    'study-uid': TEXT,
    json: FLAG,
    help: { ...FLAG, short: 'h' },
  });
  if (values.help) {
    return null;
  }
  return {
    radiograph: onePath(positionals, 'radiograph'),
    out: required(values.out, 'out'),
    bundle: values.bundle ?? null,
    readings: values.readings ?? null,
    side:
      values.side === undefined ? null : oneOf<Side>(values.side.toUpperCase(), 'side', ['R', 'L']),
    region: regionChoice(values.roi),
    pixelSpacingMm: positive(values['pixel-spacing'], 'pixel-spacing'),
    slices: wholeNumber(values.slices, 'slices', 1),
    steps: wholeNumber(values.steps, 'steps', 1),
    samples: wholeNumber(values.samples, 'samples', 1) ?? 1,
    seed: wholeNumber(values.seed, 'seed', 0) ?? 0,
    runtime: oneOf(values.runtime, 'runtime', RUNTIMES),
    format: oneOf(values.format, 'format', ['dicom', 'png', 'npy']),
    patientId: values['patient-id'] ?? null,
    studyUid: values['study-uid'] ?? null,
    json: values.json,
  };
}

/** Reads the arguments of `save`; null where help is asked for. */
export function parseSaveOptions(args: string[]): SaveOptions | null {
  const { values, positionals } = parse(args, {
    to: TEXT,
    json: FLAG,
    help: { ...FLAG, short: 'h' },
  });
  if (values.help) {
    return null;
  }
  const to = required(values.to, 'to');
  const url = URL.canParse(to) ? new URL(to) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw usage('--to wants the address of a DICOMweb root, like https://pacs.example/dicom-web.');
  }
  if (url.username !== '' || url.password !== '') {
    throw usage('--to must not hold credentials; they come from the environment.');
  }
  return { folder: onePath(positionals, 'folder'), to, json: values.json };
}

/** Reads the arguments of `repeat`; null where help is asked for. */
export function parseRepeatOptions(args: string[]): RepeatOptions | null {
  const { values, positionals } = parse(args, {
    radiograph: TEXT,
    out: TEXT,
    bundle: TEXT,
    runtime: TEXT,
    json: FLAG,
    help: { ...FLAG, short: 'h' },
  });
  if (values.help) {
    return null;
  }
  return {
    stored: onePath(positionals, 'synthetic series or report'),
    radiograph: required(values.radiograph, 'radiograph'),
    out: values.out ?? null,
    bundle: values.bundle ?? null,
    runtime:
      values.runtime === undefined ? null : oneOf<Runtime>(values.runtime, 'runtime', RUNTIMES),
    json: values.json,
  };
}
