export { createWorkerEngine } from './createWorkerEngine';
export type { EncodeRequest, WorkerEngine, WorkerEngineOptions } from './types';
