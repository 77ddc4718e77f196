import type { BundleMetadata } from '../../host';
import type { Options, Preset } from './state';

const PRESETS: readonly Preset[] = ['draft', 'standard', 'fine'];

/** The largest seed, 2^53 - 1. */
export const LARGEST_SEED = Number.MAX_SAFE_INTEGER;

/** Before a model says otherwise. */
export const INITIAL_OPTIONS: Options = {
  steps: 10,
  slices: 50,
  depthRangeMm: null,
  seed: 1,
  guidance: 1,
  solver: 'dpmsolver++2m',
};

/** What the model recommends; the seed stays. */
export function defaultOptions({ xray_to_mri }: BundleMetadata, seed: number): Options {
  const { defaults, volume } = xray_to_mri;
  return {
    steps: defaults.steps,
    slices: volume.slices,
    depthRangeMm: null,
    seed,
    guidance: defaults.guidance,
    solver: defaults.solver,
  };
}

/** The preset that has this number of steps, if one has. */
export function presetOf(steps: number, { xray_to_mri }: BundleMetadata): Preset | null {
  return PRESETS.find(preset => xray_to_mri.defaults.presets[preset] === steps) ?? null;
}

/**
 * The depths to ask for, ascending and evenly spaced from one end of the range to the other; undefined
 * where the model's own spread over its whole depth is wanted.
 */
export function depthsOf({ slices, depthRangeMm }: Options): number[] | undefined {
  if (!depthRangeMm) {
    return undefined;
  }
  const [from, to] = depthRangeMm;
  if (slices === 1) {
    return [(from + to) / 2];
  }
  return Array.from({ length: slices }, (_, index) => from + ((to - from) * index) / (slices - 1));
}

/** A whole number within bounds; what is no number becomes the lower bound. */
export function wholeWithin(value: number, low: number, high: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(Math.round(value), low), high) : low;
}
