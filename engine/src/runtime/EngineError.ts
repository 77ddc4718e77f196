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
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    readonly code: EngineErrorCode,
    message: string,
    options?: ErrorOptions
  ) {
    super(message, options);
  }
}
