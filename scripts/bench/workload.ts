import type { BundleMetadata } from '@xray-to-mri/engine';

/** The volume that is measured. */
export interface Workload {
  slices: number;
  /** Steps of the solver. */
  steps: number;
  /** Steps of the bundle's restart, which come on top; 0 where it has none. */
  restartSteps: number;
}

/** Slices and steps of a run that tells nothing of speed. */
const QUICK = { slices: 4, steps: 2 };

/** A bundle's default volume, or a quick one, by its default solver. */
export function workloadOf(
  { volume, defaults, restart }: BundleMetadata['xray_to_mri'],
  { quick }: { quick: boolean }
): Workload & { solver: string } {
  const whole = { slices: volume.slices, steps: defaults.steps };
  return {
    ...(quick ? QUICK : whole),
    restartSteps: restart?.steps ?? 0,
    solver: defaults.solver,
  };
}

/** How often the denoiser is asked for a slice without guidance. */
export function stepsASlice({ steps, restartSteps }: Omit<Workload, 'slices'>): number {
  return steps + restartSteps;
}
