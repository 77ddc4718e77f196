import {
  EngineError,
  provenanceOf,
  whyNotCompleted,
  type JobOptions,
  type PatientValues,
  type Sentence,
  type StoredSeries,
  type SynthesisResult,
  type SyntheticSeries,
} from '@xray-to-mri/engine';
import type { EncodeRequest, WorkerEngine } from '@xray-to-mri/engine/runtime/browser';
import type { HostRadiograph } from './openRadiograph';
import { tell } from './sentences';
import { toPanelError } from './toPanelError';
import { PanelError, type JobCallbacks, type SynthesisJob } from './panelHost';

/** A job whose radiograph was opened by this host. */
export interface HostJob extends SynthesisJob {
  radiograph: HostRadiograph;
  /** For a model that asks about the person. */
  patient?: PatientValues;
}

/** A volume with the DICOM series made of it. */
export interface Synthesized {
  result: SynthesisResult;
  series: SyntheticSeries;
  /** Why the series is not the rest of the one that was to be completed; empty where it is. */
  notCompleted: readonly Sentence[];
}

/** What the viewer adds to the series. */
export interface SeriesDetails {
  seriesNumber: number;
  /** Name of the person who typed readings, where the viewer knows it. */
  observer: string | undefined;
  /** The series that the images are to be the rest of. */
  completes: StoredSeries | null;
}

async function run(
  engine: WorkerEngine,
  job: HostJob,
  callbacks: JobCallbacks,
  { seriesNumber, observer, completes }: SeriesDetails
): Promise<Synthesized> {
  const { radiograph, region, side, readings, measuredWidths, ...options } = job;
  const progress = { signal: callbacks.signal, onProgress: callbacks.onProgress };
  const { instance, frame, turnedOver } = radiograph;
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
  const encode = (change: Partial<EncodeRequest>, options: JobOptions) =>
    engine.encodeSeries(
      {
        volume: result.volume,
        source: instance.attributes,
        provenance: {
          ...provenanceOf(info, { region, readings, frame, turnedOver }, result),
          observer,
          ...(measuredWidths ? { measuredWidths } : {}),
        },
        intensity: info.bundle.xray_to_mri.intensity,
        displayOnly: true,
        ...change,
      },
      options
    );
  if (completes === null) {
    return { result, series: await encode({ seriesNumber }, progress), notCompleted: [] };
  }
  const rest = await encode({ identity: completes.identity }, progress);
  const notCompleted = whyNotCompleted(completes, rest);
  const series =
    notCompleted.length === 0 ? rest : await encode({ seriesNumber }, { signal: callbacks.signal });
  return { result, series, notCompleted };
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
      throw new PanelError(tell('generationCancelled'), true, { cause: error });
    }
    throw toPanelError(error, tell('generationFailed'));
  }
}
