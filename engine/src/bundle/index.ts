export { BundleError, type BundleErrorCode } from './BundleError';
export { bundleMetadataJsonSchema } from './jsonSchema';
export { loadBundle } from './loadBundle';
export type { NetworkBundle, ReadingVariable, Solver, WeightsFile } from './networkBundleSchema';
export { METADATA_PATH, parseBundleMetadata } from './parseBundleMetadata';
export type { BundleMetadata } from './schema';
export { sha256Hex, sha256OfFloats } from './sha256';
export type * from './types';
