import type { SyntheticSeries } from '../../dicom';
import type { EngineErrorCode } from '../EngineError';
import type {
  EngineInfo,
  Progress,
  SliceBatch,
  SuggestionRequest,
  SuggestionResult,
  SynthesisRequest,
  SynthesisResult,
} from '../types';
import type { Sentence } from '../../sentences';
import type { EncodeRequest } from './types';

/** How the worker is set up: absolute addresses of folders, each ending with a slash. */
export interface WorkerSetup {
  bundleUrl: string;
  wasmUrl: string;
  prefer: 'webgpu' | 'wasm';
  threads: number | null;
  batchSize: number | null;
}

/** What the worker can be asked to do. */
export interface Jobs {
  info: { request: null; result: EngineInfo };
  synthesize: { request: SynthesisRequest; result: SynthesisResult };
  suggest: { request: SuggestionRequest; result: SuggestionResult };
  encode: { request: EncodeRequest; result: SyntheticSeries };
}
export type JobKind = keyof Jobs;

/** A job as it is sent; `id` is the client's and occurs once. */
export type JobMessage = {
  [Kind in JobKind]: { type: 'job'; id: number; kind: Kind; request: Jobs[Kind]['request'] };
}[JobKind];

export type ToWorker =
  | { type: 'setup'; setup: WorkerSetup }
  | JobMessage
  | { type: 'cancel'; id: number }
  | { type: 'ping' };

/** What a failed job says; the cause does not cross over. */
export interface JobFailure {
  code: EngineErrorCode;
  said: Sentence;
}

export type FromWorker =
  | { type: 'progress'; id: number; progress: Progress }
  | { type: 'slices'; id: number; batch: SliceBatch }
  | { type: 'done'; id: number; result: Jobs[JobKind]['result'] }
  | { type: 'failed'; id: number; failure: JobFailure }
  | { type: 'pong' };
