import { sha256OfFloats, type NetworkBundle } from '../bundle';
import { noiseSchedule, reverseProcess, sampleLatents } from '../diffusion';
import { prepareRadiograph, roundRegion } from '../radiograph';
import { say, type Sentence } from '../sentences';
import { evenSpacing, type Volume } from '../volume';
import { breathe } from './breathe';
import { Checkpoint } from './checkpoint';
import { conditionedDenoiser, encodeRadiograph } from './conditionedDenoiser';
import { decodeInto } from './decodeSlices';
import type { JobMemory } from './jobMemory';
import type { Networks } from './networks';
import { progressSpan } from './progressSpan';
import { resolveOptions } from './resolveOptions';
import { restartFor, stepsOf } from './restart';
import type {
  JobOptions,
  ResolvedOptions,
  Reusable,
  Runtime,
  SynthesisJobOptions,
  SynthesisRequest,
  SynthesisResult,
} from './types';

/** What a job runs with. */
export interface EngineState {
  networks: Networks;
  runtime: Runtime;
  bundleSha256: string;
  /** Slices that are sampled and decoded together unless the request says otherwise. */
  batchSize: number;
  notes: readonly Sentence[];
  /** What earlier jobs left. */
  memory: JobMemory;
}

function emptyVolume(
  { volume }: NetworkBundle,
  { depthsMm }: ResolvedOptions,
  side: Volume['side']
): Volume {
  const slices = depthsMm.length;
  return {
    data: new Float32Array(slices * volume.rows * volume.columns),
    slices,
    rows: volume.rows,
    columns: volume.columns,
    pixelMm: volume.pixel_mm,
    spacingMm: evenSpacing(depthsMm, volume.spacing_mm) ?? volume.spacing_mm,
    depthsMm,
    side,
  };
}

interface NetworkRadiograph {
  data: Float32Array;
  sha256: string;
}

/** The encoder's features of the radiograph and, where guidance asks for it, of a withheld one. */
async function radiographFeatures(
  { networks, memory }: EngineState,
  radiograph: NetworkRadiograph,
  guidance: number,
  { onProgress, signal, used }: JobOptions & { used: Set<Reusable> }
) {
  const guided = guidance !== 1;
  const span = progressSpan('radiograph', guided ? 2 : 1, onProgress);
  const encode = () => encodeRadiograph(networks, radiograph.data);
  const features = await memory.features(radiograph.sha256, encode, used);
  span.advance(1);
  signal?.throwIfAborted();
  if (!guided) return { features, withheld: null };
  const zeros = () => encodeRadiograph(networks, new Float32Array(radiograph.data.length));
  const withheld = await memory.withheld(zeros);
  span.advance(1);
  return { features, withheld };
}

function notesOf({ notes, runtime }: EngineState, checkpoint: Checkpoint): Sentence[] {
  const elsewhere = checkpoint.madeElsewhere(runtime);
  return elsewhere === 0 ? [...notes] : [...notes, say('slicesFromLost', { slices: elsewhere })];
}

/**
 * One volume out of one radiograph. Each batch of slices is decoded as soon as it is sampled, those in
 * the middle of the joint first.
 * @param checkpoint of an earlier attempt at the same request; its slices are not made again
 * @throws what the parts throw; `toEngineError` makes one kind of it
 */
export async function synthesizeVolume(
  state: EngineState,
  request: SynthesisRequest,
  job: SynthesisJobOptions = {},
  checkpoint = new Checkpoint()
): Promise<SynthesisResult> {
  const { networks, runtime, bundleSha256, batchSize, memory } = state;
  const { spec } = networks;
  const { signal, onProgress } = job;
  const options = resolveOptions(request, spec, batchSize);
  const used = new Set<Reusable>();
  signal?.throwIfAborted();

  const { radiograph: film, region, side, readings, patient } = request;
  // As records of the run tell it, so that it can be repeated to the last bit.
  const data = prepareRadiograph(film, roundRegion(region), side, spec.radiograph);
  const radiograph = { data, sha256: sha256OfFloats(data) };
  const { features, withheld } = await checkpoint.time('radiograph', () =>
    radiographFeatures(state, radiograph, options.guidance, { ...job, used })
  );

  const volume = (checkpoint.volume ??= emptyVolume(spec, options, side));
  const places = checkpoint.missing(volume.slices);
  const finished = volume.slices - places.length;
  const steps = stepsOf(spec, options);
  const sampling = progressSpan('sample', volume.slices * steps, onProgress);
  const decoding = progressSpan('decode', volume.slices, onProgress);
  sampling.reach(finished * steps);
  decoding.reach(finished);
  const noise = await memory.noise(
    {
      seed: options.seed,
      sample: options.sample,
      correlationMm: spec.noise.correlation_mm,
      scale: spec.noise.scale,
      length: spec.latent.channels * spec.latent.height * spec.latent.width,
    },
    used
  );
  const schedule = noiseSchedule(spec.schedule);
  const batches = sampleLatents({
    denoiser: conditionedDenoiser(networks, { features, readings, patient }, withheld),
    process: reverseProcess(options.solver, schedule, options.steps),
    noise,
    restart: await restartFor(spec, schedule, options, memory),
    depthsMm: places.map(place => options.depthsMm[place] ?? 0),
    batchSize: options.batchSize,
    guidance: options.guidance,
    signal,
    onStep: slices => sampling.advance(slices),
    betweenSteps: breathe,
  });
  for (;;) {
    const { done, value: sampled } = await checkpoint.time('sample', () => batches.next());
    if (done || !sampled) break;
    const batch = { ...sampled, indices: sampled.indices.map(index => places[index] ?? index) };
    const slices = await checkpoint.time('decode', () => decodeInto(volume, networks, batch));
    checkpoint.finish(batch.indices, runtime);
    decoding.advance(batch.indices.length);
    await breathe();
    signal?.throwIfAborted();
    const { rows, columns } = volume;
    job.onSlices?.({ indices: batch.indices, slices, rows, columns });
  }
  return {
    volume,
    runtime,
    timingsMs: checkpoint.timingsMs,
    hashes: {
      volumeSha256: sha256OfFloats(volume.data),
      radiographSha256: radiograph.sha256,
      bundleSha256,
    },
    options,
    reused: [...used],
    notes: notesOf(state, checkpoint),
  };
}
