import type { JobOptions, SynthesisEngine } from '../types';

export interface WorkerEngineOptions {
  /** The built worker, a module script of the page's own origin. */
  workerUrl: string | URL;
  /** The folder of the model bundle. */
  bundleUrl: string | URL;
  /** The folder of onnxruntime's .mjs/.js and .wasm files; the worker's own folder by default. */
  wasmUrl?: string | URL;
  /** 'webgpu', the default, falls back to WASM where there is no adapter; 'wasm' never tries WebGPU. */
  prefer?: 'webgpu' | 'wasm';
  /** For WASM; by default up to 4 where the page is cross-origin isolated, otherwise always 1. */
  threads?: number;
}

/** The options of a job that encodes DICOM. */
export type EncodeJobOptions = JobOptions;

/** The engine in a dedicated worker. */
export type WorkerEngine = SynthesisEngine;
