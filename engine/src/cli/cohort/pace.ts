const MINUTE_MS = 60_000;

/** A time left, as one says it. */
export function duration(ms: number): string {
  const minutes = ms / MINUTE_MS;
  if (minutes < 1) return 'less than a minute';
  if (minutes < 90) return `about ${Math.round(minutes)} min`;
  return `about ${(minutes / 60).toFixed(1)} h`;
}

/** How fast a cohort gets on, all processes that are at work on it together. */
export class Pace {
  private readonly beganMs: number;

  /** @param doneBefore cases that were there when this process began */
  constructor(
    private readonly doneBefore: number,
    private readonly now: () => number = () => performance.now()
  ) {
    this.beganMs = now();
  }

  /** For example "4.2 a minute, about 28 min left"; empty before the first case. */
  sentence(done: number, left: number): string {
    const made = done - this.doneBefore;
    const elapsedMs = this.now() - this.beganMs;
    if (made <= 0 || elapsedMs <= 0) return '';
    const eachMs = elapsedMs / made;
    return `${(MINUTE_MS / eachMs).toFixed(1)} a minute, ${duration(left * eachMs)} left`;
  }
}
