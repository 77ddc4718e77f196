import * as z from 'zod';

/** A quantity, handed to the network as (value - mean) / deviation. */
const quantitySchema = z.strictObject({
  name: z.enum(['age_years', 'height_m', 'weight_kg']),
  mean: z.number(),
  deviation: z.number().positive(),
});

/**
 * What a model asks about the person beside the readings; see the contract for how it is coded. A bundle
 * without this section asks nothing.
 */
export const patientSchema = z.strictObject({
  variables: z.array(z.union([quantitySchema, z.strictObject({ name: z.literal('sex') })])).min(1),
});

/** What a model asks about the person. */
export type PatientSpec = z.infer<typeof patientSchema>;
