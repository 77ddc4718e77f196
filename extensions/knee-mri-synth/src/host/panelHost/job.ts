import type {
  MeasuredWidth,
  Progress,
  Readings,
  Region,
  Runtime,
  Sentence,
  Side,
  SliceBatch,
  SynthesisOptions,
} from '@xray-to-mri/engine';
import type { OpenedRadiograph } from './radiograph';
import type { PartlySaved } from './saving';

/** One press of "Generate". */
export interface SynthesisJob extends SynthesisOptions {
  radiograph: OpenedRadiograph;
  region: Region;
  side: Side;
  readings: Readings;
  /** Kept with the run and written into its report; nothing is sampled from them. */
  measuredWidths?: readonly MeasuredWidth[];
}

/** What sampling runs on. */
export interface RuntimeDescription {
  runtime: Runtime;
  threads: number;
  /** Why it is not a faster one. */
  notes: readonly Sentence[];
}

export interface JobCallbacks {
  signal: AbortSignal;
  onRuntime(runtime: RuntimeDescription): void;
  /** How many other jobs come first, 0 when it is this one's turn; not called where there are none. */
  onWaiting(ahead: number): void;
  onProgress(progress: Progress): void;
  onSlices(batch: SliceBatch): void;
}

/** What came of making a stored series again to complete it. */
export type Completion =
  /** The series is the stored one to the last bit; saving it sends what is missing. */
  | { isSame: true; found: PartlySaved }
  /** It is a series of its own, for these reasons. */
  | { isSame: false; reasons: readonly Sentence[] };

/** A synthetic series that exists in this browser only, until it is saved. */
export interface GeneratedSeries {
  seriesInstanceUID: string;
  images: number;
  options: { seed: number; steps: number; solver: string; guidance: number };
  /** Where a stored series was to be completed. */
  completion?: Completion;
}

/** Whether a run that was repeated gave the same. */
export interface RepeatResult {
  verdict: 'identical' | 'within-tolerance' | 'different';
  /** What is not as it was. */
  changes: readonly Sentence[];
}
