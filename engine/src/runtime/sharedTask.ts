import type { JobOptions, Progress } from './types';

/**
 * Work that is done once for all who ask for it. A success is kept, a failure forgotten; the work is
 * aborted when the last one who waits for it has given up.
 */
export class SharedTask<Result> {
  private running: Promise<Result> | null = null;
  private abort = new AbortController();
  private readonly waiting = new Set<JobOptions>();

  constructor(private readonly work: (options: JobOptions) => Promise<Result>) {}

  /** The result, for one who may give up; rejects with the signal's reason then. */
  async join(waiter: JobOptions = {}): Promise<Result> {
    waiter.signal?.throwIfAborted();
    this.waiting.add(waiter);
    try {
      return await untilAborted(this.result(), waiter.signal);
    } finally {
      this.waiting.delete(waiter);
      if (this.waiting.size === 0 && waiter.signal?.aborted) this.giveUp(waiter.signal.reason);
    }
  }

  /** Aborts the work if it is under way and forgets its result; the next one to ask begins anew. */
  giveUp(reason?: unknown): void {
    this.abort.abort(reason);
    this.abort = new AbortController();
    this.running = null;
  }

  private result(): Promise<Result> {
    if (this.running) return this.running;
    const onProgress = (progress: Progress) => {
      for (const waiter of this.waiting) waiter.onProgress?.(progress);
    };
    const running = this.work({ signal: this.abort.signal, onProgress });
    this.running = running;
    running.catch(() => {
      if (this.running === running) this.running = null;
    });
    return running;
  }
}

function untilAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
