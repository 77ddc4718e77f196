import type { RunRecord } from './schema';

/** One letter a source, so that all readings fit into a text of 1024 characters. */
const SOURCE_LETTERS = {
  typed: 't',
  report: 'r',
  file: 'f',
  attribute: 'a',
  measured: 'm',
  suggested: 's',
} as const;

type Source = keyof typeof SOURCE_LETTERS;

const SOURCES = new Map(
  Object.entries(SOURCE_LETTERS).map(([source, letter]) => [letter as string, source as Source])
);

/** The part of a record that stands in the text; the rest has attributes of its own. */
export type TextPart = Omit<RunRecord, 'productVersion' | 'model' | 'radiographUid' | 'side'>;

const readingsText = (readings: RunRecord['readings']) =>
  Object.entries(readings)
    .map(([name, { value, source }]) => `${name}:${value}${SOURCE_LETTERS[source]}`)
    .join(',') || 'none';

/**
 * The parameters as `name=value` pairs, one line, in a fixed order; at most 1024 characters. Numbers are
 * written with as many digits as it takes to read the very same number back.
 */
export function recordAsText(record: RunRecord): string {
  const { region, depths } = record;
  const parts: [string, string | null][] = [
    ['seed', String(record.seed)],
    ['sample', String(record.sample)],
    ['samples', String(record.samples)],
    ['content', record.content],
    ['solver', record.solver],
    ['steps', String(record.steps)],
    ['guidance', String(record.guidance)],
    ['batch', record.batchSize === null ? null : String(record.batchSize)],
    ['runtime', record.runtime],
    ['frame', record.frame === 1 ? null : String(record.frame)],
    ['turnedOver', record.turnedOver ? 'yes' : null],
    ['region', region && [region.x, region.y, region.width, region.height].join(',')],
    ['depthsMm', [depths.first, depths.last, depths.count].join(',')],
    ['readings', readingsText(record.readings)],
    ['widths', widthsText(record.measuredWidths) || null],
    ['radiographSha256', record.radiographSha256],
    ['volumeSha256', record.volumeSha256],
    ['pixelsSha256', record.pixelsSha256],
  ];
  return parts
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

/** None where it is known. */
const SCALE_LETTERS = { known: '', detector: 'd', estimated: 'e' } as const;

const SCALES = new Map(
  Object.entries(SCALE_LETTERS).map(([scale, letter]) => [letter as string, scale])
);

/** Per compartment its letter, mm, confidence in percent, `a` where adjusted, and the letter of its scale. */
const widthsText = (widths: RunRecord['measuredWidths']) =>
  widths
    .map(
      ({ compartment, widthMm, adjusted, scale, confidence }) =>
        `${compartment === 'medial' ? 'M' : 'L'}${widthMm}@${Math.round(100 * confidence)}${adjusted ? 'a' : ''}${SCALE_LETTERS[scale]}`
    )
    .join(',');

function widthsOf(value: string | undefined): unknown[] {
  return (value ?? '')
    .split(',')
    .filter(entry => entry !== '')
    .map(entry => {
      const [, letter, mm, percent, adjusted, scale] =
        /^([ML])([\d.]+)@(\d+)(a?)([de]?)$/.exec(entry) ?? [];
      return {
        compartment: letter === 'M' ? 'medial' : 'lateral',
        widthMm: Number(mm),
        adjusted: adjusted === 'a',
        scale: SCALES.get(scale ?? ''),
        confidence: Number(percent) / 100,
      };
    });
}

const numbersOf = (value: string | undefined) => (value ?? '').split(',').map(Number);

function readingsOf(value: string): [string, unknown][] {
  if (value === 'none') {
    return [];
  }
  return value.split(',').map(entry => {
    const [, name = '', grade = '', letter = ''] = /^(\w+):(\d)([a-z])$/.exec(entry) ?? [];
    return [name, { value: Number(grade), source: SOURCES.get(letter) }];
  });
}

/** What `recordAsText` wrote, not yet checked. */
export function partsOfText(line: string): { [Field in keyof TextPart]?: unknown } {
  const pairs = line.split('; ').map(pair => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals), pair.slice(equals + 1)] as const;
  });
  const found = new Map<string, string>(pairs);
  const number = (name: string) => Number(found.get(name) ?? Number.NaN);
  const region = found.get('region');
  const frame = found.get('frame');
  const [x, y, width, height] = numbersOf(region);
  const [first, last, count] = numbersOf(found.get('depthsMm'));
  return {
    seed: number('seed'),
    sample: number('sample'),
    samples: number('samples'),
    content: found.get('content'),
    solver: found.get('solver'),
    steps: number('steps'),
    guidance: number('guidance'),
    batchSize: found.has('batch') ? number('batch') : null,
    runtime: found.get('runtime'),
    frame: frame === undefined ? 1 : Number(frame),
    turnedOver: found.get('turnedOver') === 'yes',
    region: region === undefined ? null : { x, y, width, height },
    depths: { first, last, count },
    readings: Object.fromEntries(readingsOf(found.get('readings') ?? '')),
    measuredWidths: widthsOf(found.get('widths')),
    radiographSha256: found.get('radiographSha256') ?? null,
    volumeSha256: found.get('volumeSha256') ?? null,
    pixelsSha256: found.get('pixelsSha256'),
  };
}
