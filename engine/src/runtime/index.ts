export { EngineError, type EngineErrorCode } from './EngineError';
export { LocalEngine } from './localEngine';
export type { RuntimeCandidate } from './openEngine';
export { ortSessions, type Ort } from './ortSession';
export { toEngineError } from './toEngineError';
export type * from './types';
export { provenanceOf } from './provenanceOf';
