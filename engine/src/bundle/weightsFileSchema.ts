import * as z from 'zod';

/** A file of the bundle: its path from the bundle's root, its SHA-256 in hex and its size. */
export const weightsFileSchema = z.strictObject({
  file: z.string().regex(/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*\.[a-z]+$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().positive(),
});

/** Where a file of the bundle lies and what it must hash to. */
export type WeightsFile = z.infer<typeof weightsFileSchema>;
