import type { NetworkBundle } from '../bundle';
import type { Volume } from './types';

/**
 * The volume as unsigned stored values of a 12-bit image: the networks' range becomes 0 to 4095,
 * values beyond it are clipped.
 * @param spec `xray_to_mri.intensity` of the bundle
 */
export function toStored12Bit(
  { data }: Pick<Volume, 'data'>,
  { network_range: [least, most], stored_bits: bits }: NetworkBundle['intensity']
): Uint16Array {
  const largest = 2 ** bits - 1;
  const stored = new Uint16Array(data.length);
  for (const [i, value] of data.entries()) {
    const fraction = Math.min(Math.max((value - least) / (most - least), 0), 1);
    stored[i] = Math.round(fraction * largest);
  }
  return stored;
}
