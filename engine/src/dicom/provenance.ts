import type { Region } from '../radiograph';

/** What made a volume: enough to audit it and to make it again. */
export interface Provenance {
  /** Name and version of the model bundle. */
  modelName: string;
  modelVersion: string;
  /** SHA-256 of the bundle's metadata, which holds the hashes of its weights. */
  bundleSha256: string;
  seed: number;
  sample: number;
  steps: number;
  solver: string;
  guidance: number;
  runtime: string;
  /** Where on the (turned) radiograph the knee was taken from. */
  region?: Region;
  /** Readings that were given; those not read are left out. */
  readings?: Readonly<Record<string, number>>;
  radiographSha256?: string;
  volumeSha256?: string;
}

const compact = (value: number) => String(Number(value.toFixed(3)));

/** The parameters as `name=value` pairs, one line, in a fixed order. */
export function parametersAsText(provenance: Provenance): string {
  const { region, readings } = provenance;
  const read = Object.entries(readings ?? {}).map(([name, value]) => `${name}:${value}`);
  const parts: [string, string | undefined][] = [
    ['seed', String(provenance.seed)],
    ['sample', String(provenance.sample)],
    ['solver', provenance.solver],
    ['steps', String(provenance.steps)],
    ['guidance', String(provenance.guidance)],
    ['runtime', provenance.runtime],
    ['region', region && [region.x, region.y, region.width, region.height].map(compact).join(',')],
    ['readings', read.join(',') || 'none'],
    ['bundleSha256', provenance.bundleSha256],
    ['radiographSha256', provenance.radiographSha256],
    ['volumeSha256', provenance.volumeSha256],
  ];
  return parts
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}
