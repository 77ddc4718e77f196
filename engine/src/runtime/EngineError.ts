import { SpokenError, type Sentence } from '../sentences';

export type EngineErrorCode =
  | 'cancelled'
  | 'bundle-missing'
  | 'bundle-hash'
  | 'bundle-schema'
  | 'selftest'
  | 'no-adapter'
  | 'out-of-memory'
  | 'device-lost'
  | 'worker-died'
  | 'input'
  | 'runtime';

/** Why a job of the engine failed; the message is a sentence that says what to do. */
export class EngineError extends SpokenError {
  override readonly name = 'EngineError';

  constructor(
    readonly code: EngineErrorCode,
    sentence: Sentence,
    options?: ErrorOptions
  ) {
    super(sentence, options);
  }
}
