import type { BundleMetadata, Solver } from '../bundle';
import type { PatientValues, Readings, ReadingSuggestions } from '../features';
import type { Radiograph, Region, Side } from '../radiograph';
import type { Volume } from '../volume';
import type { Sentence } from '../sentences';

/** What the networks run on. */
export type Runtime = 'webgpu' | 'wasm' | 'cpu';

/** What the engine turned out to run with. */
export interface EngineInfo {
  bundle: BundleMetadata;
  bundleSha256: string;
  runtime: Runtime;
  /** CPU threads; 1 on WebGPU. */
  threads: number;
  /** Slices that are sampled and decoded together unless a request says otherwise. */
  batchSize: number;
  /** For the user, for example why WebGPU is not used. */
  notes: Sentence[];
}

export type Phase = 'load' | 'selftest' | 'radiograph' | 'sample' | 'decode' | 'encode';

/**
 * How far a phase is. Within a phase `done` never falls and `total` never changes, and the last report
 * of a phase that succeeds has `done` equal to `total`. Phases overlap: slices are decoded while others
 * are still being sampled.
 */
export interface Progress {
  phase: Phase;
  done: number;
  total: number;
  /** `done` per second since the phase began. */
  ratePerSecond?: number;
}

/** Slices that are ready, before the volume is. */
export interface SliceBatch {
  /** Where in the volume each slice belongs. */
  indices: number[];
  /** indices.length x rows x columns, as in `Volume.data`. */
  slices: Float32Array;
  rows: number;
  columns: number;
}

export interface SynthesisOptions {
  /** Slices spread evenly over the bundle's depth range; the bundle's own number by default. */
  slices?: number;
  /** Instead of `slices`: ascending, evenly spaced depths in mm anterior of the joint centre. */
  depthsMm?: number[];
  /**
   * 2 or 4: one or three more slices between every two, sampled at the depths in between. The slices
   * asked for are among them, unchanged to rounding. 1 by default.
   */
  depthFactor?: 1 | 2 | 4;
  steps?: number;
  solver?: Solver;
  /** 1: the conditional prediction alone, one pass a step; otherwise two. */
  guidance?: number;
  /** A whole number, 0 <= seed < 2^53. */
  seed: number;
  /**
   * Slices that are sampled and decoded together, 1 to 500; chosen for the device by default. On cpu and
   * WASM it does not change a bit of the volume; on WebGPU it may, to rounding.
   */
  batchSize?: number;
  /** Which of the answers that the seed gives; 0 by default. */
  sample?: number;
}

export interface SynthesisRequest extends SynthesisOptions {
  radiograph: Radiograph;
  /** The square of the bundle's `region_mm` around the joint centre. */
  region: Region;
  side: Side;
  readings: Readings;
  /** For models that ask about the person; the others take no notice. */
  patient?: PatientValues;
}

/** A knee whose readings are to be suggested. */
export type SuggestionRequest = Pick<SynthesisRequest, 'radiograph' | 'region' | 'side'>;

/** Suggestions, and what the grader ran on. */
export interface SuggestionResult extends ReadingSuggestions {
  runtime: Runtime;
}

/** The options that a result was made with, none left open. */
export type ResolvedOptions = Required<Omit<SynthesisOptions, 'slices' | 'depthFactor'>>;

export interface SynthesisHashes {
  /** Of `Volume.data`, float32 little endian. */
  volumeSha256: string;
  /** Of the X-ray encoder's input, float32 little endian. */
  radiographSha256: string;
  bundleSha256: string;
}

/** The encoder's features of the radiograph; the noise of the seed. */
export type Reusable = 'radiograph' | 'noise';

export interface SynthesisResult {
  volume: Volume;
  runtime: Runtime;
  /** Time spent in each phase; phases that did not take place are left out. */
  timingsMs: Partial<Record<Phase, number>>;
  hashes: SynthesisHashes;
  options: ResolvedOptions;
  /** What was still there from an earlier job and not made again. */
  reused: Reusable[];
  /** For the user, for example why WebGPU is not used; as in `EngineInfo` at the job's end. */
  notes: Sentence[];
}

export interface JobOptions {
  /** Cancels within one step; the promise then rejects with EngineError 'cancelled'. */
  signal?: AbortSignal;
  onProgress?(progress: Progress): void;
  /**
   * Told to a job that has to wait: how many others come before it, and 0 when it is its turn. A job
   * that begins at once is told nothing.
   */
  onWaiting?(ahead: number): void;
}

export interface SynthesisJobOptions extends JobOptions {
  /** Called as slices become ready, the middle of the joint first. */
  onSlices?(batch: SliceBatch): void;
}

/** Makes volumes out of radiographs, one job at a time; others wait in the order they came. */
export interface SynthesisEngine {
  /** Settles once the bundle is loaded and the self-test has passed. */
  readonly info: Promise<EngineInfo>;
  /** @throws {EngineError} */
  synthesize(request: SynthesisRequest, options?: SynthesisJobOptions): Promise<SynthesisResult>;
  /**
   * What the bundle's grader would read on a radiograph; it loads nothing but the grader.
   * @throws {EngineError} 'input' where the bundle has none
   */
  suggestReadings(request: SuggestionRequest, options?: JobOptions): Promise<SuggestionResult>;
  /** Releases sessions, device and worker. A job that runs is cancelled. */
  dispose(): Promise<void>;
}
