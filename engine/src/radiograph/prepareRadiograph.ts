import type { NetworkBundle } from '../bundle';
import { say } from '../sentences';
import { percentile } from './percentile';
import { RadiographError } from './RadiographError';
import { resampleRegion, type ResampledRegion } from './resampleRegion';
import type { Radiograph, Region, Side } from './types';

/** The grey levels between which the window of the network's input opens. */
function greyWindow({ grey, mask }: ResampledRegion, percentiles: readonly [number, number]) {
  const values = grey.filter((_, i) => mask[i] === 1).sort();
  if (values.length === 0) {
    throw new RadiographError(say('regionOffFilm'));
  }
  const low = percentile(values, percentiles[0]);
  const high = percentile(values, percentiles[1]);
  if (!(high > low)) {
    throw new RadiographError(say('regionNoContrast'));
  }
  return { low, high };
}

/**
 * The X-ray encoder's input, [2, rows, columns]: grey between the bundle's percentiles scaled to
 * [-1, 1] (0 where there is no data), then the mask (1 where there is data). A left knee is mirrored to
 * look like a right one.
 * @param spec `xray_to_mri.radiograph` of the bundle
 * @throws {RadiographError} when the region holds no data or no contrast
 */
export function prepareRadiograph(
  radiograph: Radiograph,
  region: Region,
  side: Side,
  spec: NetworkBundle['radiograph']
): Float32Array {
  const { rows, columns } = spec;
  const resampled = resampleRegion(radiograph, region, spec);
  const { low, high } = greyWindow(resampled, spec.percentiles);
  const [least, most] = spec.range;

  const size = rows * columns;
  const input = new Float32Array(2 * size);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = row * columns + (side === 'L' ? columns - 1 - column : column);
      if (resampled.mask[from] !== 1) continue;
      const level = ((resampled.grey[from] ?? 0) - low) / (high - low);
      const to = row * columns + column;
      input[to] = Math.min(Math.max(level, 0), 1) * (most - least) + least;
      input[size + to] = 1;
    }
  }
  return input;
}
