import type { SynthesisEngine } from '@xray-to-mri/engine';
import { benchRequest } from './benchRequest';
import type { Workload } from './floor';
import type { Measurement } from './measurement';

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
  const { timingsMs, options } = await engine.synthesize(request, {
    onSlices: () => {
      if (Number.isNaN(firstSliceMs)) firstSliceMs = performance.now() - start;
    },
  });
  const slices = options.depthsMm.length;
  return {
    stepMs: (timingsMs.sample ?? Number.NaN) / slices / options.steps,
    decodeMs: (timingsMs.decode ?? Number.NaN) / slices,
    firstSliceMs,
    volumeMs: performance.now() - start,
    loadMs,
  };
}
