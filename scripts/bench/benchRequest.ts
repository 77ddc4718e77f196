import {
  notRead,
  proposeRegion,
  readRadiographFile,
  type BundleMetadata,
  type SynthesisRequest,
} from '@xray-to-mri/engine';
import type { Workload } from './workload';

const SEED = 1;

/** The request that every runtime of the engine is measured with. */
export function benchRequest(
  film: Uint8Array,
  { xray_to_mri: spec }: BundleMetadata,
  { slices, steps }: Pick<Workload, 'slices' | 'steps'>
): SynthesisRequest {
  const { radiograph, side } = readRadiographFile(film);
  const proposal = proposeRegion(radiograph, {
    regionMm: spec.radiograph.region_mm,
    side: side ?? undefined,
  });
  return {
    radiograph,
    region: proposal.region,
    side: side ?? proposal.side ?? 'R',
    readings: notRead(),
    seed: SEED,
    ...{ slices, steps, guidance: 1 },
  };
}
