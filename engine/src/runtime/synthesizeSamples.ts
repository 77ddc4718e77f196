import { say } from '../sentences';
import { VolumeStatistics, type Volume } from '../volume';
import { EngineError } from './EngineError';
import type {
  Phase,
  Progress,
  SynthesisEngine,
  SynthesisJobOptions,
  SynthesisRequest,
  SynthesisResult,
} from './types';

/** Several answers to one request. */
export interface SampleStatistics {
  samples: number;
  mean: Volume;
  /** Voxel by voxel, with n - 1 in the denominator: how far the answers are apart. */
  standardDeviation: Volume;
}

export interface SamplesJobOptions extends SynthesisJobOptions {
  /** Takes each answer as it comes; its volume is not needed any more afterwards. */
  onSample?(result: SynthesisResult, sample: number): void | Promise<void>;
}

const REPEATED: readonly Phase[] = ['sample', 'decode'];

/** Progress of one of several equal jobs as progress of all of them. */
function overAll(
  job: number,
  jobs: number,
  onProgress?: (progress: Progress) => void
): (progress: Progress) => void {
  return progress => {
    const { phase, done, total } = progress;
    if (REPEATED.includes(phase)) {
      onProgress?.({ ...progress, done: job * total + done, total: jobs * total });
    } else if (job === 0) {
      onProgress?.(progress);
    }
  };
}

/**
 * Several answers to one request, each with noise of its own, and their mean and standard deviation.
 * Answer k is that of `request.sample + k`; the radiograph is encoded once. Two volumes are held beside
 * the answer at hand, however many answers there are.
 * @param samples at least 2
 * @throws {EngineError}
 */
export async function synthesizeSamples(
  engine: Pick<SynthesisEngine, 'synthesize'>,
  request: SynthesisRequest,
  samples: number,
  { onSample, onProgress, ...job }: SamplesJobOptions = {}
): Promise<SampleStatistics> {
  if (!Number.isInteger(samples) || samples < 2) {
    throw new EngineError('input', say('samplesRange', { samples }));
  }
  const first = request.sample ?? 0;
  const statistics = new VolumeStatistics();
  for (let k = 0; k < samples; k++) {
    const result = await engine.synthesize(
      { ...request, sample: first + k },
      { ...job, onProgress: overAll(k, samples, onProgress) }
    );
    statistics.add(result.volume);
    await onSample?.(result, first + k);
  }
  return {
    samples,
    mean: statistics.mean(),
    standardDeviation: statistics.standardDeviation(),
  };
}
