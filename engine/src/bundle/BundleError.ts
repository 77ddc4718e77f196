import { SpokenError, type Sentence } from '../sentences';

/** What is wrong with a model bundle. */
export type BundleErrorCode = 'missing' | 'hash' | 'schema';

/**
 * A bundle that cannot be used. The message is a sentence that names the file, what is wrong with it
 * and what to do.
 */
export class BundleError extends SpokenError {
  override readonly name = 'BundleError';

  constructor(
    readonly code: BundleErrorCode,
    sentence: Sentence,
    options?: ErrorOptions
  ) {
    super(sentence, options);
  }
}
