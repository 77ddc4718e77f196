export { noiseSchedule, trailingTimesteps, type NoiseSchedule } from './noiseSchedule';
export { normals, type NormalStream } from './normals';
export { RESTART_DRAW, restartOf, type Restart } from './restart';
export { reverseProcess, type ReverseProcess, type SolverStep } from './reverseProcess';
export {
  batchesFromTheMiddle,
  sampleLatents,
  type Denoiser,
  type DenoiserInput,
  type LatentBatch,
  type SampleLatentsOptions,
} from './sampleLatents';
export { sliceNoise, type SliceNoiseOptions } from './sliceNoise';
export { timeEmbedding } from './timeEmbedding';
