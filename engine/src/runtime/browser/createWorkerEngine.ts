import type { SyntheticSeries } from '../../dicom';
import { EngineError } from '../EngineError';
import type {
  EngineInfo,
  JobOptions,
  SynthesisJobOptions,
  SynthesisRequest,
  SynthesisResult,
} from '../types';
import type { JobKind, Jobs, WorkerSetup } from './protocol';
import type { EncodeRequest, WorkerEngine, WorkerEngineOptions } from './types';
import { WorkerLink } from './workerLink';

const UNRESPONSIVE_AFTER_MS = 120_000;

function folder(url: string | URL, base: string): string {
  const { href } = new URL(url, base);
  return href.endsWith('/') ? href : `${href}/`;
}

/** The page's end of the engine. Jobs that the user gave up are over at once for the page. */
class WorkerClient implements WorkerEngine {
  private readonly workerUrl: string;
  private readonly setup: WorkerSetup;
  private readonly unresponsiveAfterMs: number;
  private link: WorkerLink | null = null;
  private busy = false;
  private disposed = false;
  /** Settles when the worker has ended the last cancelled job. */
  private drained: Promise<unknown> = Promise.resolve();

  constructor(options: WorkerEngineOptions) {
    const page = globalThis.location.href;
    this.workerUrl = new URL(options.workerUrl, page).href;
    this.setup = {
      bundleUrl: folder(options.bundleUrl, page),
      wasmUrl: folder(options.wasmUrl ?? new URL('.', this.workerUrl), page),
      prefer: options.prefer ?? 'webgpu',
      threads: options.threads ?? null,
    };
    this.unresponsiveAfterMs = options.unresponsiveAfterMs ?? UNRESPONSIVE_AFTER_MS;
  }

  get info(): Promise<EngineInfo> {
    return this.call('info', null, {});
  }

  synthesize(
    request: SynthesisRequest,
    options: SynthesisJobOptions = {}
  ): Promise<SynthesisResult> {
    return this.alone(() => this.call('synthesize', request, options), options.signal);
  }

  encodeSeries(request: EncodeRequest, options: JobOptions = {}): Promise<SyntheticSeries> {
    return this.alone(() => this.call('encode', request, options), options.signal);
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    this.link?.end(new EngineError('cancelled', 'The synthesis was cancelled.'));
    this.link = null;
  }

  /** One job at a time; a job that is cancelled while it waits for its turn makes way at once. */
  private async alone<T>(job: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.busy) {
      throw new EngineError(
        'busy',
        'Another synthesis is still running; wait for it or cancel it first.'
      );
    }
    this.busy = true;
    try {
      await Promise.race([this.drained, untilAborted(signal)]);
      return await job();
    } finally {
      this.busy = false;
    }
  }

  private async call<Kind extends JobKind>(
    kind: Kind,
    request: Jobs[Kind]['request'],
    { signal, ...options }: SynthesisJobOptions
  ): Promise<Jobs[Kind]['result']> {
    const cancelled = () =>
      new EngineError('cancelled', 'The synthesis was cancelled.', { cause: signal?.reason });
    if (this.disposed || signal?.aborted) throw cancelled();

    const link = this.liveLink();
    let over = false;
    const { id, result } = link.begin(kind, request, {
      onProgress: progress => !over && options.onProgress?.(progress),
      onSlices: batch => !over && options.onSlices?.(batch),
    });
    if (!signal) return result;
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        over = true;
        link.cancel(id);
        this.drained = Promise.allSettled([this.drained, result]);
        reject(cancelled());
      };
      signal.addEventListener('abort', onAbort, { once: true });
      result.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  private liveLink(): WorkerLink {
    if (!this.link?.alive) {
      this.link = new WorkerLink(this.workerUrl, this.setup, this.unresponsiveAfterMs);
    }
    return this.link;
  }
}

/** Settles when the signal is aborted, and never without one. */
function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise(resolve => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

/**
 * The engine in a dedicated worker of this page. The worker, the runtime and the weights are loaded when
 * they are first needed; a worker that died is replaced at the next job.
 */
export function createWorkerEngine(options: WorkerEngineOptions): WorkerEngine {
  return new WorkerClient(options);
}
