import * as z from 'zod';
import { weightsFileSchema } from './weightsFileSchema';

const kappa = z.number().min(-1).max(1).nullable();

/** Agreement on one reading; null where it cannot be told. */
const variableAgreementSchema = z.strictObject({
  kappa,
  /** The 95 % interval of `kappa` over knees. */
  low: kappa,
  high: kappa,
  /** On the same films at random exposure, sharpness, shift and crop. */
  kappa_varied: kappa,
  /** Area under the curve of telling any finding from none; 0.5 is not visible at all. */
  visibility: z.number().min(0).max(1).nullable(),
  /** Knees with a grade above the lowest, and knees that were read. */
  findings: z.int().min(0),
  read: z.int().min(0),
});

/**
 * The network that suggests readings from the radiograph: `variables` are those whose grades it gives, in
 * the order of its output; `agreement` is with the readings of knees that no training saw.
 */
export const graderSchema = weightsFileSchema.extend({
  variables: z.array(z.string().min(1)).min(1),
  agreement: z.strictObject({
    measure: z.literal('quadratic weighted kappa'),
    knees: z.int().positive(),
    variables: z.record(z.string(), variableAgreementSchema),
  }),
});

/** What a bundle says of its grader. */
export type GraderSpec = z.infer<typeof graderSchema>;
