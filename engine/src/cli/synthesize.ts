import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleFolder, createNodeEngine } from '@xray-to-mri/engine/runtime/node';
import { loadBundle } from '../bundle';
import { PRODUCT, NOT_FOR_DIAGNOSIS } from '../dicom';
import { notRead, parseReadingsJson, type Readings } from '../features';
import { provenanceOf, type SynthesisEngine, type SynthesisResult } from '../runtime';
import { chooseKnee, type KneeChoice } from './chooseKnee';
import { CliError, EXIT } from './CliError';
import type { CliContext } from './io';
import { assertFree, fillFolder } from './outputFolder';
import { namingBundle, namingFile } from './ownErrors';
import type { SynthesizeOptions } from './parseOptions';
import { ProgressBar } from './progressBar';
import { readBytes, readInput, type Input } from './readInput';
import { writeVolume, type WrittenVolume } from './writeVolume';

/** result.json: what was made, how, and from what; without anything about a patient. */
export interface ResultJson {
  schemaVersion: 1;
  label: typeof NOT_FOR_DIAGNOSIS;
  product: string;
  version: string;
  created: string;
  input: { kind: Input['kind']; sha256: string };
  knee: Omit<KneeChoice, 'notes'>;
  /** In the plane of the knee, as it follows from the region. */
  pixelSpacingMm: number;
  readings: Record<string, number>;
  bundle: { name: string; version: string; sha256: string };
  runtime: string;
  format: string;
  options: Omit<SynthesisResult['options'], 'sample'>;
  volumes: (WrittenVolume & {
    sample: number;
    timingsMs: SynthesisResult['timingsMs'];
    hashes: SynthesisResult['hashes'];
  })[];
  totalMs: number;
  notes: string[];
}

async function readReadings(file: string | null): Promise<Readings> {
  if (file === null) {
    return notRead();
  }
  const text = new TextDecoder().decode(await readBytes(file, 'readings file'));
  return namingFile(file, () => parseReadingsJson(text));
}

function given(readings: Readings): Record<string, number> {
  const entries = Object.entries(readings).map(([name, { value }]) => [name, value] as const);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => entry[1] !== null)
  );
}

interface Job {
  options: SynthesizeOptions;
  input: Input;
  knee: KneeChoice;
  readings: Readings;
  engine: SynthesisEngine;
  bar: ProgressBar;
  signal: AbortSignal | undefined;
}

async function synthesizeSample(job: Job, sample: number): Promise<SynthesisResult> {
  const { options, input, knee, readings, engine, bar, signal } = job;
  bar.restart();
  return engine.synthesize(
    {
      radiograph: input.radiograph,
      region: knee.region,
      side: knee.side,
      readings,
      seed: options.seed,
      sample,
      ...(options.slices === null ? {} : { slices: options.slices }),
      ...(options.steps === null ? {} : { steps: options.steps }),
    },
    {
      ...(signal ? { signal } : {}),
      onProgress: ({ phase, done, total }) => bar.update(phase, done, total),
    }
  );
}

async function makeVolumes(job: Job, folder: string, startedMs: number): Promise<ResultJson> {
  const { options, input, knee, readings, engine, bar } = job;
  const read = given(readings);
  const volumes: ResultJson['volumes'] = [];
  let last: SynthesisResult | null = null;
  for (let sample = 0; sample < options.samples; sample++) {
    const result = await synthesizeSample(job, sample);
    const info = await engine.info;
    const written = await writeVolume(folder, {
      volume: result.volume,
      format: options.format,
      sample,
      samples: options.samples,
      source: input.attributes,
      provenance: provenanceOf(info, { region: knee.region, readings }, result),
      intensity: info.bundle.xray_to_mri.intensity,
      onProgress: (done, total) => bar.update('encode', done, total),
    });
    const { timingsMs, hashes } = result;
    volumes.push({ sample, ...written, timingsMs, hashes });
    last = result;
  }
  if (last === null) {
    throw new CliError(EXIT.usage, '--samples wants at least 1.');
  }
  const { bundle, bundleSha256 } = await engine.info;
  const { notes: kneeNotes, ...chosen } = knee;
  return {
    schemaVersion: 1,
    label: NOT_FOR_DIAGNOSIS,
    product: PRODUCT.manufacturer,
    version: PRODUCT.version,
    created: new Date().toISOString(),
    input: { kind: input.kind, sha256: input.sha256 },
    knee: chosen,
    pixelSpacingMm: bundle.xray_to_mri.radiograph.region_mm / knee.region.width,
    readings: read,
    bundle: { name: bundle.name, version: bundle.version, sha256: bundleSha256 },
    runtime: last.runtime,
    format: options.format,
    options: {
      depthsMm: last.options.depthsMm,
      steps: last.options.steps,
      solver: last.options.solver,
      guidance: last.options.guidance,
      seed: last.options.seed,
    },
    volumes,
    totalMs: Math.round(performance.now() - startedMs),
    notes: [...input.notes, ...kneeNotes, ...last.notes],
  };
}

/** The command `synthesize`: one radiograph in, a folder with volumes and result.json out. */
export async function synthesize(options: SynthesizeOptions, context: CliContext): Promise<number> {
  const startedMs = performance.now();
  await assertFree(options.out);
  const input = await readInput(options);
  const readings = await readReadings(options.readings);
  const bundleDir = options.bundle ?? context.defaultBundle;
  const { networks } = await namingBundle(bundleDir, () => loadBundle(bundleFolder(bundleDir)));
  const knee = chooseKnee(input, options, networks.radiograph.region_mm);
  for (const note of [...input.notes, ...knee.notes]) {
    context.stderr.write(`note: ${note}\n`);
  }
  const bar = new ProgressBar(context.stderr);
  const engine = createNodeEngine({ bundleDir, runtime: options.runtime });
  let result: ResultJson | null = null;
  try {
    const job = { options, input, knee, readings, engine, bar, signal: context.signal };
    await fillFolder(options.out, async folder => {
      result = await namingBundle(bundleDir, () => makeVolumes(job, folder, startedMs));
      await writeFile(path.join(folder, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
    });
  } finally {
    bar.end();
    await engine.dispose();
  }
  const summary = `${options.samples} volume(s) of the ${knee.side === 'R' ? 'right' : 'left'} knee written to ${options.out}. ${NOT_FOR_DIAGNOSIS}.\n`;
  context.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : summary);
  return EXIT.ok;
}
