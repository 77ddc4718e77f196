export { EngineError, type EngineErrorCode } from './EngineError';
export { LocalEngine } from './localEngine';
export type { RuntimeCandidate } from './openEngine';
export { ortSessions, type Ort } from './ortSession';
export {
  synthesizeSamples,
  type SampleStatistics,
  type SamplesJobOptions,
} from './synthesizeSamples';
export { toEngineError } from './toEngineError';
export type * from './types';
export { provenanceOf } from './provenanceOf';
