/** Readings that cannot be used; the message names each wrong one and what it may be. */
export class ReadingsError extends Error {
  override readonly name = 'ReadingsError';
}
