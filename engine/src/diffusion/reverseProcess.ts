import type { Solver } from '../bundle';
import { ddim } from './ddim';
import { dpmSolverPlusPlus2M } from './dpmSolverPlusPlus2M';
import { trailingTimesteps, type NoiseSchedule } from './noiseSchedule';

/**
 * One step of one batch: from the latents at timestep `timesteps[index]` and the network's prediction
 * (v) there to the latents at the next timestep. Steps are taken in order, each once.
 */
export type SolverStep = (
  index: number,
  latents: Float32Array,
  prediction: Float32Array
) => Float32Array;

/** A solver of the reverse process for a number of steps. */
export interface ReverseProcess {
  /** Descending; one evaluation of the network each. */
  timesteps: readonly number[];
  /** A step function with a memory of its own, for one batch. */
  begin(): SolverStep;
}

/** The reverse process that `solver` makes of a schedule. */
export function reverseProcess(
  solver: Solver,
  schedule: NoiseSchedule,
  steps: number
): ReverseProcess {
  return solver === 'ddim'
    ? ddim(schedule, trailingTimesteps(schedule.trainTimesteps, steps))
    : dpmSolverPlusPlus2M(schedule, steps);
}
