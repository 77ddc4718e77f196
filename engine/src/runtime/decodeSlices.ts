import type { LatentBatch } from '../diffusion';
import { mirrorColumns, type Volume } from '../volume';
import { say } from '../sentences';
import { EngineError } from './EngineError';
import type { Networks } from './networks';

/**
 * Decodes a batch of latents, turns the slices of left knees back, and puts them where they belong.
 * @returns the slices, batch.indices.length x rows x columns
 * @throws {EngineError} 'runtime' where they are no numbers or not whole
 */
export async function decodeInto(
  volume: Volume,
  networks: Networks,
  batch: LatentBatch
): Promise<Float32Array> {
  const { latent } = networks.spec;
  const { data: slices } = await networks.run('decoder', {
    latent: {
      data: batch.latents.map(value => value / latent.scale),
      dims: [batch.indices.length, latent.channels, latent.height, latent.width],
    },
  });
  const size = volume.rows * volume.columns;
  if (slices.length !== batch.indices.length * size || !slices.every(Number.isFinite)) {
    throw new EngineError('runtime', say('notNumbers'));
  }
  if (volume.side !== networks.spec.volume.canonical_side) mirrorColumns(slices, volume.columns);
  for (const [i, index] of batch.indices.entries()) {
    volume.data.set(slices.subarray(i * size, (i + 1) * size), index * size);
  }
  return slices;
}
