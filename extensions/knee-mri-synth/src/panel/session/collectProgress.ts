import type { Phase, Progress } from '../../host';

/** The newest report of each phase. */
export type PhaseReports = Partial<Record<Phase, Progress>>;

const PASS_ON_EVERY_MS = 100;

/**
 * Gathers reports, of which there may be hundreds a second, and passes the newest of each phase on ten
 * times a second at most.
 */
export function collectProgress(passOn: (reports: PhaseReports) => void) {
  let waiting: PhaseReports = {};
  let timer: ReturnType<typeof setTimeout> | null = null;

  const flush = () => {
    if (timer !== null) {
      clearTimeout(timer);
      timer = null;
    }
    if (Object.keys(waiting).length > 0) {
      const reports = waiting;
      waiting = {};
      passOn(reports);
    }
  };

  return {
    report(progress: Progress) {
      waiting = { ...waiting, [progress.phase]: progress };
      timer ??= setTimeout(flush, PASS_ON_EVERY_MS);
    },
    /** Passes on what is waiting, at once. */
    flush,
  };
}
