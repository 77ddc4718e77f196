import type { Region, Side } from '../radiograph';
import type { Runtime } from '../runtime';
import {
  FLAG,
  oneOf,
  onePath,
  parse,
  positive,
  required,
  RUNTIMES,
  serverUrl,
  TEXT,
  usage,
  wholeNumber,
} from './optionValues';

export type Format = 'dicom' | 'png' | 'npy';
export type RegionChoice = 'auto' | 'full' | Region;

export interface SynthesizeOptions {
  /** Files, folders, or Study Instance UIDs. */
  inputs: string[];
  /** A file with more of them. */
  list: string | null;
  /** The DICOMweb server that studies come from. */
  from: string | null;
  out: string;
  bundle: string | null;
  /** One volume, or set of samples, for each; with none of them nothing was read. */
  readings: string[];
  /** Whether the grader's suggestions are noted down; they are not used. */
  suggestReadings: boolean;
  side: Side | null;
  region: RegionChoice;
  /** Which picture of a multi-frame image, counted from 1. */
  frame: number | null;
  /** Whether the radiograph is seen from behind and is to be turned over. */
  turnedOver: boolean;
  pixelSpacingMm: number | null;
  slices: number | null;
  steps: number | null;
  samples: number;
  depthFactor: 1 | 2 | 4;
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

export interface CompleteOptions {
  /** Study Instance UID. */
  study: string;
  to: string;
  /** Series Instance UID; all of the study if null. */
  series: string | null;
  bundle: string | null;
  /** The one that the run was made on, if null. */
  runtime: Runtime | null;
  /** Whether what cannot be completed is stored as a series of its own. */
  asNew: boolean;
  json: boolean;
}

const SQUARE_TOLERANCE = 0.02;

/** The value of `--roi`. */
export function regionChoice(value: string): RegionChoice {
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

const DEPTH_FACTORS = { '1': 1, '2': 2, '4': 4 } as const;

/** Reads the arguments of `synthesize`; null where help is asked for. */
export function parseSynthesizeOptions(args: string[]): SynthesizeOptions | null {
  const { values, positionals } = parse(args, {
    list: TEXT,
    from: TEXT,
    out: TEXT,
    bundle: TEXT,
    readings: { ...TEXT, multiple: true },
    'suggest-readings': FLAG,
    side: TEXT,
    roi: { ...TEXT, default: 'auto' },
    frame: TEXT,
    'turn-over': FLAG,
    'pixel-spacing': TEXT,
    slices: TEXT,
    steps: TEXT,
    samples: TEXT,
    'depth-factor': { ...TEXT, default: '1' },
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
  if (positionals.length === 0 && values.list === undefined) {
    throw usage('Name a radiograph, or several, or a --list of them.');
  }
  return {
    inputs: positionals,
    list: values.list ?? null,
    from: values.from === undefined ? null : serverUrl(values.from, 'from'),
    out: required(values.out, 'out'),
    bundle: values.bundle ?? null,
    readings: values.readings ?? [],
    suggestReadings: values['suggest-readings'],
    side:
      values.side === undefined ? null : oneOf<Side>(values.side.toUpperCase(), 'side', ['R', 'L']),
    region: regionChoice(values.roi),
    frame: wholeNumber(values.frame, 'frame', 1),
    turnedOver: values['turn-over'],
    pixelSpacingMm: positive(values['pixel-spacing'], 'pixel-spacing'),
    slices: wholeNumber(values.slices, 'slices', 1),
    steps: wholeNumber(values.steps, 'steps', 1),
    samples: wholeNumber(values.samples, 'samples', 1) ?? 1,
    depthFactor: DEPTH_FACTORS[oneOf(values['depth-factor'], 'depth-factor', ['1', '2', '4'])],
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
  const to = serverUrl(required(values.to, 'to'), 'to');
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

/** Reads the arguments of `complete`; null where help is asked for. */
export function parseCompleteOptions(args: string[]): CompleteOptions | null {
  const { values, positionals } = parse(args, {
    to: TEXT,
    series: TEXT,
    bundle: TEXT,
    runtime: TEXT,
    'as-new': FLAG,
    json: FLAG,
    help: { ...FLAG, short: 'h' },
  });
  if (values.help) {
    return null;
  }
  const study = onePath(positionals, 'Study Instance UID');
  if (!/^[\d.]{1,64}$/.test(study)) {
    throw usage('A Study Instance UID is digits and points.');
  }
  return {
    study,
    to: serverUrl(required(values.to, 'to'), 'to'),
    series: values.series ?? null,
    bundle: values.bundle ?? null,
    runtime:
      values.runtime === undefined ? null : oneOf<Runtime>(values.runtime, 'runtime', RUNTIMES),
    asNew: values['as-new'],
    json: values.json,
  };
}
