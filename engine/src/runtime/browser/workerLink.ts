import { EngineError } from '../EngineError';
import type { SynthesisJobOptions } from '../types';
import { say, type Sentence } from '../../sentences';
import type { FromWorker, JobKind, Jobs, ToWorker, WorkerSetup } from './protocol';

/** Signs of life are asked for this often within the time after which a worker counts as dead. */
const PINGS = 4;

interface PendingJob {
  options: Omit<SynthesisJobOptions, 'signal'>;
  done(result: Jobs[JobKind]['result']): void;
  failed(error: EngineError): void;
}

const NOT_STARTED = say('workerNotStarted');

/** @throws {EngineError} 'worker-died' where the browser forbids it, as for a script of another origin */
function startWorker(url: string | URL): Worker {
  try {
    return new Worker(url, { type: 'module' });
  } catch (cause) {
    throw new EngineError('worker-died', NOT_STARTED, { cause });
  }
}

/** One worker and the jobs that it has under way. Once it is dead it stays dead. */
export class WorkerLink {
  private readonly worker: Worker;
  private readonly jobs = new Map<number, PendingJob>();
  private readonly watch: ReturnType<typeof setInterval>;
  private unanswered = 0;
  private nextId = 1;
  private dead = false;

  constructor(workerUrl: string | URL, setup: WorkerSetup, unresponsiveAfterMs: number) {
    this.worker = startWorker(workerUrl);
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.receive(data);
    this.worker.onerror = event => {
      event.preventDefault();
      this.fail(NOT_STARTED, event.message);
    };
    this.worker.onmessageerror = () => this.fail(say('workerUnreadable'));
    this.watch = setInterval(() => this.checkLife(), unresponsiveAfterMs / PINGS);
    this.post({ type: 'setup', setup });
  }

  get alive(): boolean {
    return !this.dead;
  }

  /** Begins a job; `settled` resolves when the worker has ended it, however that was. */
  begin<Kind extends JobKind>(
    kind: Kind,
    request: Jobs[Kind]['request'],
    options: Omit<SynthesisJobOptions, 'signal'>
  ): { id: number; result: Promise<Jobs[Kind]['result']> } {
    const id = this.nextId++;
    const result = new Promise<Jobs[Kind]['result']>((resolve, reject) => {
      this.jobs.set(id, {
        options,
        done: value => resolve(value as Jobs[Kind]['result']),
        failed: reject,
      });
    });
    try {
      this.post({ type: 'job', id, kind, request } as ToWorker);
    } catch (cause) {
      this.take(id)?.failed(
        new EngineError('input', say('notCloneable'), {
          cause,
        })
      );
    }
    return { id, result };
  }

  cancel(id: number): void {
    if (this.jobs.has(id)) this.post({ type: 'cancel', id });
  }

  /** Ends the worker; jobs under way fail with the error. */
  end(error: EngineError): void {
    if (this.dead) return;
    this.dead = true;
    clearInterval(this.watch);
    this.worker.terminate();
    for (const id of [...this.jobs.keys()]) this.take(id)?.failed(error);
  }

  private fail(said: Sentence, cause?: unknown): void {
    this.end(new EngineError('worker-died', said, { cause }));
  }

  private post(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private take(id: number): PendingJob | undefined {
    const job = this.jobs.get(id);
    this.jobs.delete(id);
    return job;
  }

  private receive(message: FromWorker): void {
    this.unanswered = 0;
    switch (message.type) {
      case 'progress':
        this.jobs.get(message.id)?.options.onProgress?.(message.progress);
        break;
      case 'slices':
        this.jobs.get(message.id)?.options.onSlices?.(message.batch);
        break;
      case 'done':
        this.take(message.id)?.done(message.result);
        break;
      case 'failed': {
        const { code, said } = message.failure;
        const error = new EngineError(code, said);
        this.take(message.id)?.failed(error);
        // The memory of a WASM module never shrinks and may be damaged: the next job gets a new one.
        if (code === 'out-of-memory') this.end(error);
        break;
      }
      case 'pong':
        break;
    }
  }

  private checkLife(): void {
    if (this.jobs.size === 0) return;
    if (this.unanswered >= PINGS) {
      this.fail(say('workerSilent'));
      return;
    }
    this.unanswered += 1;
    this.post({ type: 'ping' });
  }
}
