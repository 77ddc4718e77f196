import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256OfFloats, type NetworkBundle } from '../bundle';
import {
  NOT_FOR_DIAGNOSIS,
  patientFor,
  PRODUCT,
  type MeasuredWidth,
  type SeriesContent,
} from '../dicom';
import { notRead, parseReadingsJson, type Readings } from '../features';
import {
  provenanceOf,
  synthesizeSamples,
  type Progress,
  type SynthesisEngine,
  type SynthesisRequest,
  type SynthesisResult,
} from '../runtime';
import type { Volume } from '../volume';
import { textOf } from '../sentences';
import { chooseKnee, type KneeChoice } from './chooseKnee';
import { CliError, EXIT } from './CliError';
import { jointSpaceOf } from './jointSpaceOf';
import { fillFolder } from './outputFolder';
import { namingFile } from './ownErrors';
import type { SynthesizeOptions } from './parseOptions';
import { readBytes, type Input } from './readInput';
import type { ResultJson, StatisticsJson, VolumeJson } from './resultJson';
import { suggestedJson, type SuggestedReadingsJson } from './suggestedReadings';
import { writeVolume, type WrittenVolume } from './writeVolume';

/** One radiograph, and what is to be made of it. */
export interface Case {
  options: SynthesizeOptions;
  input: Input;
  /** At least one; a volume, or a set of samples, is made for each. */
  readings: readonly Readings[];
  engine: SynthesisEngine;
  /** What the model needs. */
  model: NetworkBundle;
  signal: AbortSignal | undefined;
  onNote(note: string): void;
  /** A volume is begun: phases come again. */
  onVolume(): void;
  onProgress(progress: Progress): void;
}

/** The readings of some files; nothing read where there are none. */
export async function readReadings(files: readonly string[]): Promise<Readings[]> {
  if (files.length === 0) {
    return [notRead()];
  }
  const readings: Readings[] = [];
  for (const file of files) {
    const text = new TextDecoder().decode(await readBytes(file, 'readings file'));
    readings.push(await namingFile(file, () => parseReadingsJson(text)));
  }
  return readings;
}

function given(readings: Readings): Record<string, number> {
  const entries = Object.entries(readings).map(([name, { value }]) => [name, value] as const);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => entry[1] !== null)
  );
}

/** Makes and writes the volumes of a case, those of each readings together. */
class CaseMaker {
  readonly volumes: VolumeJson[] = [];
  readonly statistics: StatisticsJson[] = [];
  last: SynthesisResult | null = null;
  private place = 0;

  constructor(
    private readonly made: Case,
    private readonly knee: KneeChoice,
    private readonly measuredWidths: readonly MeasuredWidth[],
    private readonly folder: string
  ) {}

  async makeFor(readings: Readings, index: number): Promise<void> {
    const { options, engine, signal, onProgress, onVolume } = this.made;
    const prefix = this.made.readings.length > 1 ? `readings-${index + 1}` : '';
    const job = { ...(signal ? { signal } : {}), onProgress };
    const request = this.request(readings);
    if (options.samples === 1) {
      onVolume();
      const result = await engine.synthesize(request, job);
      await this.writeSample(result, readings, prefix);
      return;
    }
    let first: SynthesisResult | null = null;
    onVolume();
    const { mean, standardDeviation, samples } = await synthesizeSamples(
      engine,
      request,
      options.samples,
      {
        ...job,
        onSample: async (result, sample) => {
          first ??= result;
          await this.writeSample(result, readings, join(prefix, `sample-${sample + 1}`));
        },
      }
    );
    const figure = (volume: Volume, content: SeriesContent) =>
      this.write(volume, first, readings, join(prefix, content), { content, samples });
    this.statistics.push({
      readings: given(readings),
      samples,
      mean: await figure(mean, 'mean'),
      standardDeviation: await figure(standardDeviation, 'standard-deviation'),
    });
  }

  private request(readings: Readings): SynthesisRequest {
    const { options, input, model } = this.made;
    const { region, side } = this.knee;
    return {
      ...patientFor(model, input.attributes),
      ...{ radiograph: input.radiograph, region, side, readings, seed: options.seed },
      ...(options.slices === null ? {} : { slices: options.slices }),
      ...(options.steps === null ? {} : { steps: options.steps }),
      depthFactor: options.depthFactor,
    };
  }

  private async writeSample(result: SynthesisResult, readings: Readings, name: string) {
    const written = await this.write(result.volume, result, readings, name);
    const { timingsMs, reused, hashes, options } = result;
    this.volumes.push({
      ...{ sample: options.sample, readings: given(readings), ...written },
      ...{ timingsMs, reused, hashes },
    });
    this.last = result;
  }

  private async write(
    volume: Volume,
    result: SynthesisResult | null,
    readings: Readings,
    name: string,
    figure: { content?: SeriesContent; samples?: number } = {}
  ): Promise<WrittenVolume> {
    const { options, input, engine, onProgress } = this.made;
    if (result === null) throw new CliError(EXIT.usage, '--samples wants at least 1.');
    const info = await engine.info;
    const { frame, turnedOver } = input;
    const { region } = this.knee;
    const own = provenanceOf(info, { region, readings, frame, turnedOver }, result);
    return writeVolume(this.folder, {
      ...{ volume, name, place: this.place++, format: options.format, source: input.attributes },
      provenance: {
        ...own,
        measuredWidths: this.measuredWidths,
        ...figure,
        volumeSha256: sha256OfFloats(volume.data),
      },
      intensity: info.bundle.xray_to_mri.intensity,
      onProgress: (done, total) => onProgress({ phase: 'encode', done, total }),
    });
  }
}

/** What the grader would read, where that is asked for. */
async function suggestedFor(
  { options, input, engine, signal, onProgress, onVolume }: Case,
  { region, side }: KneeChoice
): Promise<SuggestedReadingsJson | null> {
  if (!options.suggestReadings) return null;
  onVolume();
  const job = { ...(signal ? { signal } : {}), onProgress };
  return suggestedJson(
    await engine.suggestReadings({ radiograph: input.radiograph, region, side }, job)
  );
}

function join(...parts: string[]): string {
  return parts.filter(part => part !== '').join('-');
}

async function makeVolumes(
  made: Case,
  knee: KneeChoice,
  folder: string,
  startedMs: number
): Promise<ResultJson> {
  const suggestedReadings = await suggestedFor(made, knee);
  const jointSpace = jointSpaceOf(made.input, knee, made.model.radiograph.region_mm);
  const maker = new CaseMaker(made, knee, jointSpace.widths, folder);
  for (const [index, readings] of made.readings.entries()) await maker.makeFor(readings, index);
  const { volumes, statistics, last } = maker;
  if (last === null) throw new CliError(EXIT.usage, '--samples wants at least 1.');
  const { input, engine, options } = made;
  const { bundle, bundleSha256 } = await engine.info;
  const { notes: kneeNotes, ...chosen } = knee;
  const { depthsMm, steps, solver, guidance, seed, batchSize } = last.options;
  return {
    schemaVersion: 1,
    label: NOT_FOR_DIAGNOSIS,
    product: PRODUCT.manufacturer,
    version: PRODUCT.version,
    created: new Date().toISOString(),
    input: {
      kind: input.kind,
      sha256: input.sha256,
      frame: input.frame,
      turnedOver: input.turnedOver,
    },
    knee: chosen,
    pixelSpacingMm: bundle.xray_to_mri.radiograph.region_mm / knee.region.width,
    jointSpace: jointSpace.json,
    readings: volumes[0]?.readings ?? {},
    suggestedReadings,
    bundle: { name: bundle.name, version: bundle.version, sha256: bundleSha256 },
    runtime: last.runtime,
    format: options.format,
    options: { depthsMm, steps, solver, guidance, seed, batchSize },
    volumes,
    statistics,
    totalMs: Math.round(performance.now() - startedMs),
    notes: [...input.notes, ...kneeNotes, ...last.notes.map(textOf)],
  };
}

/**
 * Makes a case into a folder, which appears when all of it is there, result.json among it.
 * @throws what the parts throw, with nothing left behind
 */
export async function makeCase(made: Case, out: string): Promise<ResultJson> {
  const startedMs = performance.now();
  const knee = chooseKnee(made.input, made.options, made.model.radiograph.region_mm);
  for (const note of [...made.input.notes, ...knee.notes]) made.onNote(note);
  let result: ResultJson | null = null;
  await fillFolder(out, async folder => {
    result = await makeVolumes(made, knee, folder, startedMs);
    await writeFile(path.join(folder, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
  });
  if (result === null) throw new CliError(EXIT.failed, 'Nothing was made.');
  return result;
}
