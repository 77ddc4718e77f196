import type { Output } from './io';

const WIDTH = 28;
const SHORTEST_INTERVAL_MS = 100;

const NAMES: Record<string, string> = {
  load: 'loading the model',
  selftest: 'testing the model',
  radiograph: 'reading the film',
  sample: 'sampling',
  decode: 'decoding slices',
  encode: 'writing',
  store: 'storing',
};

/** One line on a terminal that is written over; elsewhere one line for each phase that ends. */
export class ProgressBar {
  private lastDrawn = 0;
  private isDrawn = false;
  private readonly ended = new Set<string>();

  constructor(private readonly output: Output) {}

  update(phase: string, done: number, total: number): void {
    const name = NAMES[phase] ?? phase;
    if (!this.output.isTTY) {
      if (done >= total && !this.ended.has(phase)) {
        this.ended.add(phase);
        this.output.write(`${name}: done\n`);
      }
      return;
    }
    const now = Date.now();
    if (done < total && now - this.lastDrawn < SHORTEST_INTERVAL_MS) {
      return;
    }
    this.lastDrawn = now;
    this.isDrawn = true;
    const share = total > 0 ? Math.min(1, done / total) : 1;
    const filled = Math.round(share * WIDTH);
    const bar = `${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}`;
    const percent = String(Math.round(100 * share)).padStart(3);
    this.output.write(`\r\x1b[K[${bar}] ${percent} % ${name}`);
  }

  /** Phases may come again. */
  restart(): void {
    this.ended.clear();
  }

  /** Takes the line away. */
  end(): void {
    if (this.isDrawn) {
      this.output.write('\r\x1b[K');
      this.isDrawn = false;
    }
  }
}
