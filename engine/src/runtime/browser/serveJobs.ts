import type { SyntheticSeries } from '../../dicom';
import type { LocalEngine } from '../localEngine';
import { progressSpan } from '../progressSpan';
import { toEngineError } from '../toEngineError';
import type { SynthesisJobOptions } from '../types';
import type { FromWorker, JobMessage, Jobs, JobKind, ToWorker, WorkerSetup } from './protocol';
import type { EncodeRequest } from './types';

/** The worker's end of the connection. */
export interface WorkerPort {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
}

/** What the worker needs to do its jobs. */
export interface JobServices {
  openEngine(setup: WorkerSetup): LocalEngine;
  encodeSeries(
    request: EncodeRequest,
    onProgress: (done: number, total: number) => void
  ): SyntheticSeries;
}

/** The buffers of a result that need not be copied on their way to the page. */
function buffersOf(kind: JobKind, result: Jobs[JobKind]['result']): Transferable[] {
  if (kind === 'synthesize' && 'volume' in result) {
    const { buffer } = result.volume.data;
    return buffer instanceof ArrayBuffer ? [buffer] : [];
  }
  if (kind === 'encode' && 'instances' in result) {
    const buffers = result.instances.flatMap(({ part10, dataset }) => [
      part10.buffer,
      dataset.PixelData,
    ]);
    return [...new Set(buffers.filter(buffer => buffer instanceof ArrayBuffer))];
  }
  return [];
}

/** Answers the messages of one page: the returned function takes each of them. */
export function serveJobs(port: WorkerPort, services: JobServices): (message: ToWorker) => void {
  let engine: LocalEngine | null = null;
  const cancels = new Map<number, AbortController>();

  const readyEngine = () => {
    if (!engine) throw new Error('The worker has not been set up.');
    return engine;
  };

  const perform = async (
    job: JobMessage,
    options: SynthesisJobOptions
  ): Promise<Jobs[JobKind]['result']> => {
    switch (job.kind) {
      case 'info':
        return readyEngine().open(options);
      case 'synthesize':
        return readyEngine().synthesize(job.request, options);
      case 'suggest':
        return readyEngine().suggestReadings(job.request, options);
      case 'encode': {
        const span = progressSpan('encode', job.request.volume.slices, options.onProgress);
        return services.encodeSeries(job.request, done => span.reach(done));
      }
    }
  };

  const run = async (job: JobMessage) => {
    const { id } = job;
    const cancel = new AbortController();
    cancels.set(id, cancel);
    try {
      const result = await perform(job, {
        signal: cancel.signal,
        onProgress: progress => port.postMessage({ type: 'progress', id, progress }, []),
        onSlices: batch => port.postMessage({ type: 'slices', id, batch }, []),
      });
      port.postMessage({ type: 'done', id, result }, buffersOf(job.kind, result));
    } catch (cause) {
      const { code, sentence: said } = toEngineError(cause, cancel.signal);
      port.postMessage({ type: 'failed', id, failure: { code, said } }, []);
    } finally {
      cancels.delete(id);
    }
  };

  return message => {
    switch (message.type) {
      case 'setup':
        engine = services.openEngine(message.setup);
        break;
      case 'job':
        void run(message);
        break;
      case 'cancel':
        cancels.get(message.id)?.abort();
        break;
      case 'ping':
        port.postMessage({ type: 'pong' }, []);
    }
  };
}
