import { SpokenError } from '../sentences';

/** A radiograph, or a region of one, that cannot be used; the message says why and what to do. */
export class RadiographError extends SpokenError {
  override readonly name = 'RadiographError';
}
