import type { SyntheticSeries } from '../../dicom';
import { EngineError } from '../EngineError';
import type {
  EngineInfo,
  JobOptions,
  SuggestionRequest,
  SuggestionResult,
  SynthesisJobOptions,
  SynthesisRequest,
  SynthesisResult,
} from '../types';
import { JobQueue } from '../jobQueue';
import { say } from '../../sentences';
import type { JobKind, Jobs, WorkerSetup } from './protocol';
import type { EncodeRequest, WorkerEngine, WorkerEngineOptions } from './types';
import { WorkerLink } from './workerLink';

const UNRESPONSIVE_AFTER_MS = 120_000;

function folder(url: string | URL, base: string): string {
  const { href } = new URL(url, base);
  return href.endsWith('/') ? href : `${href}/`;
}

function cancelled(cause: unknown): EngineError {
  return new EngineError('cancelled', say('cancelled'), { cause });
}

/** A job in the worker: its result for the caller, and the moment at which the worker has ended it. */
interface StartedJob<Kind extends JobKind> {
  answer: Promise<Jobs[Kind]['result']>;
  ended: Promise<unknown>;
}

/** The page's end of the engine. Jobs that the user gave up are over at once for the page. */
class WorkerClient implements WorkerEngine {
  private readonly workerUrl: string;
  private readonly setup: WorkerSetup;
  private readonly unresponsiveAfterMs: number;
  private readonly queue = new JobQueue();
  private readonly disposal = new AbortController();
  private link: WorkerLink | null = null;

  constructor(options: WorkerEngineOptions) {
    const page = globalThis.location.href;
    this.workerUrl = new URL(options.workerUrl, page).href;
    this.setup = {
      bundleUrl: folder(options.bundleUrl, page),
      wasmUrl: folder(options.wasmUrl ?? new URL('.', this.workerUrl), page),
      prefer: options.prefer ?? 'webgpu',
      threads: options.threads ?? null,
      batchSize: options.batchSize ?? null,
    };
    this.unresponsiveAfterMs = options.unresponsiveAfterMs ?? UNRESPONSIVE_AFTER_MS;
  }

  get info(): Promise<EngineInfo> {
    return this.begin('info', null, {}).answer;
  }

  synthesize(
    request: SynthesisRequest,
    options: SynthesisJobOptions = {}
  ): Promise<SynthesisResult> {
    return this.alone('synthesize', request, options);
  }

  suggestReadings(request: SuggestionRequest, options: JobOptions = {}): Promise<SuggestionResult> {
    return this.alone('suggest', request, options);
  }

  encodeSeries(request: EncodeRequest, options: JobOptions = {}): Promise<SyntheticSeries> {
    return this.alone('encode', request, options);
  }

  async dispose(): Promise<void> {
    this.disposal.abort();
    this.link?.end(cancelled(this.disposal.signal.reason));
    this.link = null;
  }

  /**
   * One job at a time. The turn of a job that is given up lasts until the worker has ended it, after
   * the step that it is in.
   */
  private async alone<Kind extends JobKind>(
    kind: Kind,
    request: Jobs[Kind]['request'],
    options: SynthesisJobOptions
  ): Promise<Jobs[Kind]['result']> {
    const { signal: given, onWaiting } = options;
    const disposed = this.disposal.signal;
    const signal = given ? AbortSignal.any([given, disposed]) : disposed;
    const endTurn = await this.queue.turn({ signal, onWaiting }).catch((cause: unknown) => {
      throw cancelled(cause);
    });
    const { answer, ended } = this.begin(kind, request, { ...options, signal });
    void ended.then(endTurn);
    return answer;
  }

  private begin<Kind extends JobKind>(
    kind: Kind,
    request: Jobs[Kind]['request'],
    { signal, ...options }: SynthesisJobOptions
  ): StartedJob<Kind> {
    let link: WorkerLink;
    try {
      link = this.liveLink(signal);
    } catch (error) {
      return { answer: Promise.reject(error), ended: Promise.resolve() };
    }
    let over = false;
    const { id, result } = link.begin(kind, request, {
      onProgress: progress => !over && options.onProgress?.(progress),
      onSlices: batch => !over && options.onSlices?.(batch),
    });
    const ended = Promise.allSettled([result]);
    if (!signal) return { answer: result, ended };
    const answer = new Promise<Jobs[Kind]['result']>((resolve, reject) => {
      const onAbort = () => {
        over = true;
        link.cancel(id);
        reject(cancelled(signal.reason));
      };
      signal.addEventListener('abort', onAbort, { once: true });
      result.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
    return { answer, ended };
  }

  /** @throws {EngineError} */
  private liveLink(signal?: AbortSignal): WorkerLink {
    for (const { aborted, reason } of [this.disposal.signal, ...(signal ? [signal] : [])]) {
      if (aborted) throw cancelled(reason);
    }
    if (!this.link?.alive) {
      this.link = new WorkerLink(this.workerUrl, this.setup, this.unresponsiveAfterMs);
    }
    return this.link;
  }
}

/**
 * The engine in a dedicated worker of this page. The worker, the runtime and the weights are loaded when
 * they are first needed; a worker that died is replaced at the next job.
 */
export function createWorkerEngine(options: WorkerEngineOptions): WorkerEngine {
  return new WorkerClient(options);
}
