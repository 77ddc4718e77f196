import { sha256OfFloats, type NetworkBundle } from '../bundle';
import {
  noiseSchedule,
  reverseProcess,
  sampleLatents,
  sliceNoise,
  type LatentBatch,
} from '../diffusion';
import { prepareRadiograph, roundRegion } from '../radiograph';
import { evenSpacing, mirrorColumns, type Volume } from '../volume';
import { breathe } from './breathe';
import { EngineError } from './EngineError';
import { conditionedDenoiser, encodeRadiograph } from './conditionedDenoiser';
import type { Networks } from './networks';
import { progressSpan } from './progressSpan';
import { resolveOptions } from './resolveOptions';
import type {
  JobOptions,
  Phase,
  ResolvedOptions,
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
  /** Slices that are sampled and decoded together. */
  batchSize: number;
  notes: readonly string[];
}

/** Adds up the time that each phase takes. */
function stopwatch() {
  const timingsMs: Partial<Record<Phase, number>> = {};
  return {
    timingsMs,
    async time<T>(phase: Phase, work: () => Promise<T>): Promise<T> {
      const began = performance.now();
      try {
        return await work();
      } finally {
        timingsMs[phase] = (timingsMs[phase] ?? 0) + performance.now() - began;
      }
    },
  };
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

/** The encoder's features of the radiograph and, where guidance asks for it, of a withheld one. */
async function radiographFeatures(
  networks: Networks,
  radiograph: Float32Array,
  guidance: number,
  { onProgress, signal }: JobOptions
) {
  const guided = guidance !== 1;
  const span = progressSpan('radiograph', guided ? 2 : 1, onProgress);
  const features = await encodeRadiograph(networks, radiograph);
  span.advance(1);
  signal?.throwIfAborted();
  if (!guided) return { features, withheld: null };
  const withheld = await encodeRadiograph(networks, new Float32Array(radiograph.length));
  span.advance(1);
  return { features, withheld };
}

/** Decodes a batch, turns left knees back, and puts its slices where they belong. */
async function decodeInto(volume: Volume, networks: Networks, batch: LatentBatch) {
  const { latent } = networks.spec;
  const { data: slices } = await networks.run('decoder', {
    latent: {
      data: batch.latents.map(value => value / latent.scale),
      dims: [batch.indices.length, latent.channels, latent.height, latent.width],
    },
  });
  const size = volume.rows * volume.columns;
  if (slices.length !== batch.indices.length * size || !slices.every(Number.isFinite)) {
    throw new EngineError(
      'runtime',
      'The networks gave slices that are not numbers or not whole, so nothing is shown of them. Generate again; if it happens again, choose the other runtime.'
    );
  }
  if (volume.side !== networks.spec.volume.canonical_side) mirrorColumns(slices, volume.columns);
  for (const [i, index] of batch.indices.entries()) {
    volume.data.set(slices.subarray(i * size, (i + 1) * size), index * size);
  }
  return slices;
}

/**
 * One volume out of one radiograph. Each batch of slices is decoded as soon as it is sampled, those in
 * the middle of the joint first.
 * @throws what the parts throw; `toEngineError` makes one kind of it
 */
export async function synthesizeVolume(
  { networks, runtime, bundleSha256, batchSize, notes }: EngineState,
  request: SynthesisRequest,
  job: SynthesisJobOptions = {}
): Promise<SynthesisResult> {
  const { spec } = networks;
  const { signal, onProgress } = job;
  const options = resolveOptions(request, spec);
  const { timingsMs, time } = stopwatch();
  signal?.throwIfAborted();

  const { radiograph: film, region, side, readings } = request;
  const radiograph = prepareRadiograph(film, roundRegion(region), side, spec.radiograph);
  const { features, withheld } = await time('radiograph', () =>
    radiographFeatures(networks, radiograph, options.guidance, job)
  );

  const volume = emptyVolume(spec, options, side);
  const sampling = progressSpan('sample', volume.slices * options.steps, onProgress);
  const decoding = progressSpan('decode', volume.slices, onProgress);
  const batches = sampleLatents({
    denoiser: conditionedDenoiser(networks, { features, readings }, withheld),
    process: reverseProcess(options.solver, noiseSchedule(spec.schedule), options.steps),
    noise: sliceNoise({
      seed: options.seed,
      sample: options.sample,
      correlationMm: spec.noise.correlation_mm,
      length: spec.latent.channels * spec.latent.height * spec.latent.width,
    }),
    depthsMm: options.depthsMm,
    batchSize,
    guidance: options.guidance,
    signal,
    onStep: slices => sampling.advance(slices),
    betweenSteps: breathe,
  });
  for (;;) {
    const { done, value: batch } = await time('sample', () => batches.next());
    if (done || !batch) break;
    const slices = await time('decode', () => decodeInto(volume, networks, batch));
    decoding.advance(batch.indices.length);
    await breathe();
    signal?.throwIfAborted();
    const { rows, columns } = volume;
    job.onSlices?.({ indices: batch.indices, slices, rows, columns });
  }
  return {
    volume,
    runtime,
    timingsMs,
    hashes: {
      volumeSha256: sha256OfFloats(volume.data),
      radiographSha256: sha256OfFloats(radiograph),
      bundleSha256,
    },
    options,
    notes: [...notes],
  };
}
