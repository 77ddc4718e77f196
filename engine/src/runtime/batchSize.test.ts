import { batchSizeFor } from './batchSize';
import type { Runtime } from './types';

/** Slices of the contract. */
const spec = (rows = 256, columns = 256) => ({
  volume: {
    ...{ rows, columns, pixel_mm: 0.546875, slices: 50, spacing_mm: 2.2, depth_scale_mm: 55 },
    depth_range_mm: [-55, 55] as [number, number],
    canonical_side: 'R' as const,
  },
});

describe('the number of slices in a batch', () => {
  // A slice is reckoned with 256 * 256 * 512 bytes = 32 MiB, and a batch with a sixteenth of the memory.
  it.each<[string, Runtime, number | undefined, number]>([
    ['a GPU in a computer that does not tell its memory', 'webgpu', undefined, 10],
    ['a GPU with 16 GB beside it', 'webgpu', 16, 10],
    ['a GPU with 4 GB beside it (256 MiB for a batch)', 'webgpu', 4, 8],
    ['a GPU with 2 GB beside it', 'webgpu', 2, 4],
    ['a GPU with half a GB beside it', 'webgpu', 0.5, 1],
    ['a GPU with less than a slice needs', 'webgpu', 0.25, 1],
    ['WASM', 'wasm', 8, 2],
    ['WASM with 1 GB', 'wasm', 1, 2],
    ['WASM with half a GB', 'wasm', 0.5, 1],
    ['the native processor', 'cpu', 128, 2],
  ])('on %s', (_, runtime, memoryGb, expected) => {
    expect(batchSizeFor({ runtime, memoryGb }, spec())).toBe(expected);
  });

  it('is smaller for larger slices', () => {
    expect(batchSizeFor({ runtime: 'webgpu', memoryGb: 8 }, spec(512, 512))).toBe(4);
  });
});
