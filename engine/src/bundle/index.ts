export { BundleError, type BundleErrorCode } from './BundleError';
export {
  networkBundleSchema,
  type NetworkBundle,
  type ReadingVariable,
  type Solver,
  type WeightsFile,
} from './networkBundleSchema';
export { bundleMetadataSchema, type BundleMetadata } from './schema';
export type * from './types';
