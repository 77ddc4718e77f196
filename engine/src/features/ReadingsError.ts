import { SpokenError } from '../sentences';

/** Readings that cannot be used; the message names each wrong one and what it may be. */
export class ReadingsError extends SpokenError {
  override readonly name = 'ReadingsError';
}
