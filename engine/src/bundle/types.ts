import type { Sentence } from '../sentences';
import type { NetworkBundle } from './networkBundleSchema';
import type { BundleMetadata } from './schema';

/** The networks of the synthesis by name. */
export type NetworkName = keyof NetworkBundle['networks'];
/** Everything in a bundle that is addressed by a hash. */
export type BundleFileName = NetworkName | 'grader' | 'golden';

export interface ReadOptions {
  signal?: AbortSignal;
  /** Called with the number of bytes read so far and, where it is known, the size of the file. */
  onBytes?(read: number, total: number | null): void;
  /** What the file must be; a reader may look for it in a cache under its hash. */
  expected?: { sha256: string; bytes: number };
  /** Told, for the user, what did not work and did not matter; maybe after the end. */
  onNote?(note: Sentence): void;
  /** Pass by every cache: what one of them gave was not as expected. */
  fresh?: boolean;
}

/**
 * Reads one file of a bundle; `path` is relative to the bundle's root, with forward slashes.
 * Rejects when there is no such file.
 */
export type BundleReader = (path: string, options: ReadOptions) => Promise<ArrayBuffer>;

/** A bundle whose metadata has been checked. */
export interface Bundle {
  readonly metadata: BundleMetadata;
  /** The section of the metadata that sampling goes by. */
  readonly networks: NetworkBundle;
  /** SHA-256 of `configs/metadata.json`, which holds the hashes of all other files. */
  readonly sha256: string;
  /**
   * The bytes of a file, checked against the metadata.
   * @throws {BundleError} 'missing' or 'hash'; a bundle may do without a grader
   */
  file(
    name: BundleFileName,
    options?: Pick<ReadOptions, 'signal' | 'onBytes' | 'onNote'>
  ): Promise<Uint8Array>;
}
