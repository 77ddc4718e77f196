import * as z from 'zod';
import { BundleError, type NetworkName } from '../bundle';
import { say } from '../sentences';

const inputSchema = z.object({ shape: z.array(z.int().positive()) });

const caseSchema = z.object({
  seed: z.int().min(0),
  /** By name, in the order of the networks' inputs. */
  inputs: z.record(z.string(), inputSchema),
  output: z.object({
    indices: z.array(z.int().min(0)).min(1),
    values: z.array(z.number()).min(1),
    l2: z.number().positive(),
  }),
});

/** Equal inputs would not show a runtime that repeats its last answer. */
const casesSchema = z
  .array(caseSchema)
  .min(2)
  .refine(cases => new Set(cases.map(({ seed }) => seed)).size === cases.length, {
    error: 'Every case must have a seed of its own.',
  });
const goldenSchema = z.object({
  xray_encoder: casesSchema,
  denoiser: casesSchema,
  decoder: casesSchema,
  grader: casesSchema.optional(),
});

/** What a network must answer to inputs that are made by rule; see `goldenInputs`. */
export type GoldenCase = z.infer<typeof caseSchema>;
/** At least two cases with different inputs for every network, also for a grader where there is one. */
export type Golden = Record<NetworkName, GoldenCase[]> & { grader?: GoldenCase[] | undefined };

/**
 * The contents of a bundle's `models/golden.json`.
 * @throws {BundleError} 'schema'
 */
export function parseGolden(bytes: Uint8Array): Golden {
  try {
    return goldenSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new BundleError('schema', say('goldenUnreadable'), { cause });
  }
}
