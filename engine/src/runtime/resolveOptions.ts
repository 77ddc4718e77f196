import type { NetworkBundle } from '../bundle';
import { depthsBetween, evenDepths, evenSpacing } from '../volume';
import { say, type Sentence } from '../sentences';
import { EngineError } from './EngineError';
import type { ResolvedOptions, SynthesisOptions } from './types';

const MOST_SLICES = 500;
const MOST_SAMPLES = 2 ** 32;

function wholeNumber(option: Sentence, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new EngineError('input', say('wholeNumberRange', { option, least, most, value }));
}

/** Even depths as a record of the run gives them again. */
function asRecorded(depthsMm: readonly number[]): number[] {
  return depthsBetween(depthsMm[0] ?? 0, depthsMm.at(-1) ?? 0, depthsMm.length);
}

/** The depths with `factor` - 1 more between every two. */
function finer(depthsMm: readonly number[], factor: number): number[] {
  if (![1, 2, 4].includes(factor)) {
    throw new EngineError('input', say('depthFactorChoice', { factor }));
  }
  const slices = (depthsMm.length - 1) * factor + 1;
  wholeNumber(say('optionFinerSlices'), slices, 1, MOST_SLICES);
  return depthsBetween(depthsMm[0] ?? 0, depthsMm.at(-1) ?? 0, slices);
}

function depths(options: SynthesisOptions, { volume }: NetworkBundle): number[] {
  const { depthsMm } = options;
  if (depthsMm === undefined) {
    const slices = options.slices ?? volume.slices;
    return asRecorded(evenDepths(wholeNumber(say('optionSlices'), slices, 1, MOST_SLICES), volume));
  }
  wholeNumber(say('optionDepths'), depthsMm.length, 1, MOST_SLICES);
  const [posterior, anterior] = volume.depth_range_mm;
  if (!depthsMm.every(depth => depth >= posterior && depth <= anterior)) {
    throw new EngineError('input', say('depthsOutside', { posterior, anterior }));
  }
  if (evenSpacing(depthsMm, volume.spacing_mm) === null) {
    throw new EngineError('input', say('depthsUneven'));
  }
  return asRecorded(depthsMm);
}

/**
 * The options of a job with the bundle's and the device's defaults filled in.
 * @param deviceBatchSize see `batchSizeFor`
 * @throws {EngineError} 'input', naming the option and what it may be
 */
export function resolveOptions(
  options: SynthesisOptions,
  spec: NetworkBundle,
  deviceBatchSize: number
): ResolvedOptions {
  const guidance = options.guidance ?? spec.defaults.guidance;
  if (!(Number.isFinite(guidance) && guidance >= 0)) {
    throw new EngineError('input', say('guidanceRange', { guidance }));
  }
  const mostSteps = spec.schedule.train_timesteps;
  return {
    depthsMm: finer(depths(options, spec), options.depthFactor ?? 1),
    steps: wholeNumber(say('optionSteps'), options.steps ?? spec.defaults.steps, 1, mostSteps),
    solver: options.solver ?? spec.defaults.solver,
    guidance,
    seed: wholeNumber(say('optionSeed'), options.seed, 0, Number.MAX_SAFE_INTEGER),
    batchSize: wholeNumber(
      say('optionBatch'),
      options.batchSize ?? deviceBatchSize,
      1,
      MOST_SLICES
    ),
    sample: wholeNumber(say('optionSample'), options.sample ?? 0, 0, MOST_SAMPLES - 1),
  };
}
