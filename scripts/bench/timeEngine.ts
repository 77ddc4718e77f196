import type { SynthesisEngine, SynthesisResult } from '@xray-to-mri/engine';
import { benchRequest } from './benchRequest';
import type { Measurement } from './measurement';
import { stepsASlice, type Workload } from './workload';

type EngineTimes = Omit<Measurement, 'peakMemoryMb' | 'longTasks'>;

/** Slices of the warm-up, a batch at least. */
const WARM_UP = { slices: 2, steps: 2 };

export interface TimedEngine {
  engine: SynthesisEngine;
  film: Uint8Array;
  work: Workload;
  /** When the engine was made, by `performance.now()`. */
  began: number;
  /** Called when the timed request is about to be made. */
  onStart?(): void;
}

/** What of a volume's time falls on one step, and on the decoding, of one slice. */
export function timesASlice(
  { sample = Number.NaN, decode = Number.NaN }: SynthesisResult['timingsMs'],
  work: Workload
): Pick<EngineTimes, 'stepMs' | 'decodeMs'> {
  return {
    stepMs: sample / work.slices / stepsASlice(work),
    decodeMs: decode / work.slices,
  };
}

/**
 * A volume on an engine that has just been made: it is loaded, warmed up with another seed, and timed.
 */
export async function timeEngine({
  engine,
  film,
  work,
  began,
  onStart,
}: TimedEngine): Promise<EngineTimes> {
  const { bundle } = await engine.info;
  const loadMs = performance.now() - began;
  await engine.synthesize({ ...benchRequest(film, bundle, WARM_UP), seed: 2 });

  const request = benchRequest(film, bundle, work);
  // The warm-up's radiograph is the same; a region of its own makes the encoder run again.
  request.region = { ...request.region, x: request.region.x + 1 };
  let firstSliceMs = Number.NaN;
  onStart?.();
  const start = performance.now();
  const { timingsMs } = await engine.synthesize(request, {
    onSlices: () => {
      if (Number.isNaN(firstSliceMs)) firstSliceMs = performance.now() - start;
    },
  });
  return {
    ...timesASlice(timingsMs, work),
    firstSliceMs,
    volumeMs: performance.now() - start,
    loadMs,
  };
}
