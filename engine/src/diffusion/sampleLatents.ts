import type { Restart } from './restart';
import type { ReverseProcess } from './reverseProcess';

/** What the denoising network is asked for one batch of slices. */
export interface DenoiserInput {
  /** depthsMm.length latents one after the other. */
  latents: Float32Array;
  timestep: number;
  /** Millimetres anterior of the joint centre. */
  depthsMm: readonly number[];
  /** False: radiograph and readings are withheld. */
  conditional: boolean;
}

/** The denoising network with the radiograph and the readings already in it. */
export interface Denoiser {
  /** Its prediction, of the latents' length. */
  predict(input: DenoiserInput): Promise<Float32Array>;
}

export interface SampleLatentsOptions {
  denoiser: Denoiser;
  process: ReverseProcess;
  /** The initial noise at a depth, one latent. */
  noise: (depthMm: number) => Float32Array;
  depthsMm: readonly number[];
  batchSize: number;
  /** 1: the conditional prediction alone. Otherwise unconditional + guidance * (difference). */
  guidance: number;
  /** Follows the process, where there is one. */
  restart?: Restart | null;
  /** Checked before every step; the generator then throws its reason. */
  signal?: AbortSignal;
  /** Called after each step of a batch with the number of slices in the batch. */
  onStep?(slices: number): void;
  /** Awaited between steps, to let messages in. */
  betweenSteps?(): Promise<void>;
}

/** Slices whose sampling has ended. */
export interface LatentBatch {
  /** Their places in `depthsMm`. */
  indices: number[];
  /** indices.length latents one after the other, of about unit variance. */
  latents: Float32Array;
}

/** Places of the depths in batches, those next to the joint's centre (0 mm) first. */
export function batchesFromTheMiddle(depthsMm: readonly number[], batchSize: number): number[][] {
  const order = depthsMm
    .map((depthMm, index) => ({ index, distance: Math.abs(depthMm) }))
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .map(({ index }) => index);
  const batches: number[][] = [];
  for (let start = 0; start < order.length; start += batchSize) {
    batches.push(order.slice(start, start + batchSize).sort((a, b) => a - b));
  }
  return batches;
}

function concatenate(parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Classifier-free guidance (Ho & Salimans, arXiv 2207.12598). */
async function guidedPrediction(
  denoiser: Denoiser,
  input: Omit<DenoiserInput, 'conditional'>,
  guidance: number
): Promise<Float32Array> {
  if (guidance === 1) return denoiser.predict({ ...input, conditional: true });
  const without = await denoiser.predict({ ...input, conditional: false });
  const given = await denoiser.predict({ ...input, conditional: true });
  return without.map((u, i) => u + guidance * ((given[i] ?? 0) - u));
}

/** Latents of some depths after all steps of a process. */
async function solved(
  process: ReverseProcess,
  noisy: Float32Array,
  depthsMm: readonly number[],
  { denoiser, guidance, signal, onStep, betweenSteps }: SampleLatentsOptions
): Promise<Float32Array> {
  const step = process.begin();
  let latents = noisy;
  for (const [index, timestep] of process.timesteps.entries()) {
    await betweenSteps?.();
    signal?.throwIfAborted();
    const input = { latents, timestep, depthsMm };
    latents = step(index, latents, await guidedPrediction(denoiser, input, guidance));
    onStep?.(depthsMm.length);
  }
  return latents;
}

/**
 * Samples one latent for every depth, batch after batch, and yields each batch as soon as its last
 * step is done.
 */
export async function* sampleLatents(
  options: SampleLatentsOptions
): AsyncGenerator<LatentBatch, void, void> {
  const { process, noise, restart } = options;
  for (const indices of batchesFromTheMiddle(options.depthsMm, options.batchSize)) {
    const depthsMm = indices.map(index => options.depthsMm[index] ?? 0);
    let latents = await solved(process, concatenate(depthsMm.map(noise)), depthsMm, options);
    if (restart) {
      const renoised = restart.renoise(latents, depthsMm);
      latents = await solved(restart.process, renoised, depthsMm, options);
    }
    yield { indices, latents };
  }
}
