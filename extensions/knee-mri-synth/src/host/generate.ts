import {
  EngineError,
  provenanceOf,
  type SynthesisResult,
  type SyntheticSeries,
} from '@xray-to-mri/engine';
import type { WorkerEngine } from '@xray-to-mri/engine/runtime/browser';
import type { HostRadiograph } from './openRadiograph';
import { toPanelError } from './toPanelError';
import { PanelError, type JobCallbacks, type SynthesisJob } from './panelHost';

/** A job whose radiograph was opened by this host. */
export interface HostJob extends SynthesisJob {
  radiograph: HostRadiograph;
}

/** A volume with the DICOM series made of it. */
export interface Synthesized {
  result: SynthesisResult;
  series: SyntheticSeries;
}

/** What the viewer adds to the series. */
export interface SeriesDetails {
  seriesNumber: number;
  /** Name of the person who typed readings, where the viewer knows it. */
  observer: string | undefined;
}

async function run(
  engine: WorkerEngine,
  job: HostJob,
  callbacks: JobCallbacks,
  { seriesNumber, observer }: SeriesDetails
): Promise<Synthesized> {
  const { radiograph, region, side, readings, ...options } = job;
  const progress = { signal: callbacks.signal, onProgress: callbacks.onProgress };
  const { instance } = radiograph;
  const synthesis = engine.synthesize(
    { ...options, radiograph: instance.radiograph, region, side, readings },
    { ...progress, onSlices: callbacks.onSlices, onWaiting: callbacks.onWaiting }
  );
  engine.info.then(
    ({ runtime, threads, notes }) => callbacks.onRuntime({ runtime, threads, notes }),
    // Whatever keeps the engine from starting is what the synthesis fails with.
    () => undefined
  );
  const result = await synthesis;
  const info = await engine.info;
  // The device may have been lost on the way.
  callbacks.onRuntime({ runtime: result.runtime, threads: info.threads, notes: result.notes });
  const series = await engine.encodeSeries(
    {
      volume: result.volume,
      source: instance.attributes,
      provenance: { ...provenanceOf(info, job, result), observer },
      intensity: info.bundle.xray_to_mri.intensity,
      seriesNumber,
      displayOnly: true,
    },
    progress
  );
  return { result, series };
}

/**
 * Samples a volume and makes a DICOM series of it, all in the engine's worker.
 * @throws {PanelError} with `cancelled` set when it was cancelled
 */
export async function synthesize(
  engine: WorkerEngine,
  job: HostJob,
  callbacks: JobCallbacks,
  details: SeriesDetails
): Promise<Synthesized> {
  try {
    return await run(engine, job, callbacks, details);
  } catch (error) {
    if (callbacks.signal.aborted || (error instanceof EngineError && error.code === 'cancelled')) {
      throw new PanelError('Generation was cancelled.', true, { cause: error });
    }
    throw toPanelError(
      error,
      'The synthetic MRI could not be made because of an internal error. Try again; if it stays, tell your administrator.'
    );
  }
}
