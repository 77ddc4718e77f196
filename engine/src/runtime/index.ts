export { EngineError, type EngineErrorCode } from './EngineError';
export type * from './types';
