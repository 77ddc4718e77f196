/** A radiograph, or a region of one, that cannot be used; the message says why and what to do. */
export class RadiographError extends Error {
  override readonly name = 'RadiographError';
}
