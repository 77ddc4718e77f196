import type { Volume } from '../volume';
import type { Phase, Runtime } from './types';

/**
 * What a job has finished. It outlives the sessions: when their device is lost, the job goes on from
 * here on another one.
 */
export class Checkpoint {
  /** Made by the first attempt. */
  volume: Volume | null = null;
  /** Time spent in each phase, over all attempts. */
  readonly timingsMs: Partial<Record<Phase, number>> = {};
  private readonly finished = new Map<number, Runtime>();

  /** Slices of a volume of `slices` that are still to be made, in ascending order. */
  missing(slices: number): number[] {
    return Array.from({ length: slices }, (_, index) => index).filter(
      index => !this.finished.has(index)
    );
  }

  finish(indices: readonly number[], runtime: Runtime): void {
    for (const index of indices) this.finished.set(index, runtime);
  }

  /** How many slices were made on another runtime than this one. */
  madeElsewhere(runtime: Runtime): number {
    return [...this.finished.values()].filter(other => other !== runtime).length;
  }

  /** Adds the time that the work takes to its phase. */
  async time<T>(phase: Phase, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.timingsMs[phase] = (this.timingsMs[phase] ?? 0) + performance.now() - began;
    }
  }
}
