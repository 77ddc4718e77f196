import type { Measurement } from './measurement';

/** One run of a runtime: a volume after a warm-up, in a process of its own. */
export interface Sample {
  measurement: Measurement;
  device: string;
  version: string;
  /** What the runtime itself chose. */
  batch: number;
}

/** A runtime that can be measured. */
export interface BenchRuntime {
  id: string;
  name: string;
  threads: number;
  /**
   * Measures once.
   * @throws {NotHere} when the machine lacks what it needs
   */
  sample(): Promise<Sample>;
}

/** A runtime cannot be measured on this machine; the message is what the table says. */
export class NotHere extends Error {
  override readonly name = 'NotHere';
}
