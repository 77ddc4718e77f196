import type { JobOptions } from './types';

interface Waiting {
  begin(): void;
  tell(ahead: number): void;
}

/** A turn that has come; the next job begins when it is over. */
export type EndTurn = () => void;

/** One job at a time, in the order in which they were asked for. */
export class JobQueue {
  private isBusy = false;
  private waiting: Waiting[] = [];

  /**
   * Settles when it is this job's turn. A job that has to wait is told how many come before it, and 0
   * when its turn has come; one that is given up while it waits leaves the queue at once.
   * @throws the signal's reason
   */
  async turn({ signal, onWaiting }: Pick<JobOptions, 'signal' | 'onWaiting'>): Promise<EndTurn> {
    signal?.throwIfAborted();
    if (!this.isBusy) {
      this.isBusy = true;
      return this.endOfTurn();
    }
    await new Promise<void>((resolve, reject) => {
      const entry: Waiting = {
        tell: ahead => onWaiting?.(ahead),
        begin: () => {
          signal?.removeEventListener('abort', leave);
          onWaiting?.(0);
          resolve();
        },
      };
      const leave = () => {
        this.waiting = this.waiting.filter(other => other !== entry);
        this.tellAll();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.waiting.push(entry);
      entry.tell(this.waiting.length);
    });
    return this.endOfTurn();
  }

  private endOfTurn(): EndTurn {
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const next = this.waiting.shift();
      this.isBusy = next !== undefined;
      this.tellAll();
      next?.begin();
    };
  }

  private tellAll(): void {
    for (const [i, entry] of this.waiting.entries()) entry.tell(i + 1);
  }
}
