import type { NetworkBundle } from '../bundle';
import type { Runtime } from './types';

/** What the number of slices that are sampled and decoded together is chosen by. */
export interface BatchDevice {
  runtime: Runtime;
  /** Memory of the computer, GiB, where it is told; browsers tell it in powers of two. */
  memoryGb?: number;
}

/**
 * Slices in a batch where memory does not count. On a processor two suffice: with one WASM takes twice as
 * long a slice, more only delay the first slice. A GPU is idle with few; ten are a fifth of a volume.
 */
const ENOUGH: Record<Runtime, number> = { cpu: 2, wasm: 2, webgpu: 10 };

/** A batch may take a sixteenth of the memory: the viewer, its images and the system need theirs. */
const SHARE = 1 / 16;

/**
 * Working memory of the networks by the pixels of a slice, bytes: 22 MB for 256 x 256 were measured in the
 * decoder, which needs the most, and half as much is added.
 */
const BYTES_A_PIXEL = 512;

/**
 * Slices that are sampled and decoded together. It follows from what does not change on a computer, so that
 * the same request gives the same bytes there: the runtime, the size of a slice, and the memory that is
 * built in, not the memory that is free.
 */
export function batchSizeFor(
  { runtime, memoryGb }: BatchDevice,
  { volume }: Pick<NetworkBundle, 'volume'>
): number {
  const sliceBytes = volume.rows * volume.columns * BYTES_A_PIXEL;
  const memoryBytes = (memoryGb ?? Number.POSITIVE_INFINITY) * 2 ** 30;
  const fitting = Math.floor((SHARE * memoryBytes) / sliceBytes);
  return Math.max(1, Math.min(ENOUGH[runtime], fitting));
}
