import type { SyntheticSeries, SyntheticSeriesRequest } from '../../dicom';
import type { JobOptions, SynthesisEngine } from '../types';

export interface WorkerEngineOptions {
  /** The built worker, a module script of the page's own origin. */
  workerUrl: string | URL;
  /** The folder of the model bundle. */
  bundleUrl: string | URL;
  /** The folder of onnxruntime's scripts and .wasm file; the worker's own folder by default. */
  wasmUrl?: string | URL;
  /** 'webgpu', the default, falls back to WASM where there is no adapter; 'wasm' never tries WebGPU. */
  prefer?: 'webgpu' | 'wasm';
  /** For WASM; by default up to 4 where the page is cross-origin isolated, otherwise always 1. */
  threads?: number;
  /** Slices that are sampled and decoded together; chosen for the device by default. */
  batchSize?: number;
  /** How long the worker may give no sign of life before it counts as dead; 2 minutes by default. */
  unresponsiveAfterMs?: number;
}

/** What a DICOM series is made of; the functions of the pure part stay behind in the worker. */
export type EncodeRequest = Omit<SyntheticSeriesRequest, 'newUid' | 'onProgress'>;

/** The engine in a dedicated worker. */
export interface WorkerEngine extends SynthesisEngine {
  /**
   * Writes a volume as DICOM off the main thread; no weights are needed for it.
   * @throws {EngineError}
   */
  encodeSeries(request: EncodeRequest, options?: JobOptions): Promise<SyntheticSeries>;
}
