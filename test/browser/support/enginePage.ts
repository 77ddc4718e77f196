/** What the tests' page offers to the code that runs in it. */
export {
  compareRuns,
  pixelsOfSeries,
  pixelsSha256,
  provenanceOf,
  readRunRecord,
  repeatRequest,
} from '@xray-to-mri/engine';
export { createWorkerEngine } from '@xray-to-mri/engine/runtime/browser';
export { smallRequest } from '../../../engine/src/runtime/fixtures/requests';
export { SAMPLING_RUNS } from '../../../engine/src/runtime/fixtures/samplingRuns';
export { seriesRequest } from '../../../engine/test/syntheticKnee';

/** The code of a job that fails, or 'done'. */
export async function codeOf(job: Promise<unknown>): Promise<string> {
  return job.then(
    () => 'done',
    (error: { code: string }) => error.code
  );
}

/** The workers that the page starts from now on, and the way back. */
export function watchWorkers(): { workers: Worker[]; stop(): void } {
  const workers: Worker[] = [];
  const Original = globalThis.Worker;
  globalThis.Worker = class extends Original {
    constructor(...parameters: ConstructorParameters<typeof Worker>) {
      super(...parameters);
      workers.push(this);
    }
  };
  return {
    workers,
    stop: () => {
      globalThis.Worker = Original;
    },
  };
}
