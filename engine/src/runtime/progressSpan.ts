import type { Phase, Progress } from './types';

/** Reports how far one phase is; see `Progress` for what is promised. */
export interface ProgressSpan {
  /** Raises `done` to a value; a lower one than before is not reported. */
  reach(done: number): void;
  /** Raises `done` by an amount. */
  advance(amount: number): void;
  finish(): void;
  /** Milliseconds since the span began. */
  elapsedMs(): number;
}

/** Begins a span; nothing is reported before its first step. */
export function progressSpan(
  phase: Phase,
  total: number,
  onProgress?: (progress: Progress) => void
): ProgressSpan {
  const began = performance.now();
  let done = 0;
  const elapsedMs = () => performance.now() - began;
  const reach = (value: number) => {
    const reached = Math.min(value, total);
    if (reached <= done) return;
    done = reached;
    onProgress?.({ phase, done, total, ratePerSecond: (1000 * done) / Math.max(elapsedMs(), 1) });
  };
  return { reach, advance: amount => reach(done + amount), finish: () => reach(total), elapsedMs };
}

/**
 * Passes on what is further than before in its phase: a job that begins again on another runtime is
 * silent until it has caught up.
 */
export function onlyForward(
  onProgress?: (progress: Progress) => void
): (progress: Progress) => void {
  const reached = new Map<Phase, number>();
  return progress => {
    const { phase, done } = progress;
    if (done <= (reached.get(phase) ?? 0)) return;
    reached.set(phase, done);
    onProgress?.(progress);
  };
}
