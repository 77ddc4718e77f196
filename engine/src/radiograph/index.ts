export { findMarkers } from './findMarkers';
export { doubtsOfOneKnee, type ProposalDoubt } from './markerDoubts';
export { checkRegion } from './checkRegion';
export { percentile } from './percentile';
export { prepareRadiograph } from './prepareRadiograph';
export { RadiographError } from './RadiographError';
export { roundRegion } from './roundRegion';
export { resampleRegion, type ResampledRegion } from './resampleRegion';
export type * from './types';
export {
  proposeRegion,
  SURE_CONFIDENCE,
  type KneeProposal,
  type ProposalOptions,
  type RegionProposal,
} from './proposeRegion';
