import * as z from 'zod';
import { graderSchema } from './graderSchema';
import { patientSchema } from './patientSchema';
import { weightsFileSchema } from './weightsFileSchema';

const count = z.int().positive();
const positive = z.number().positive();
/** Two numbers, the lower first. */
const range = z.tuple([z.number(), z.number()]);

const readingVariableSchema = z.strictObject({
  name: z.string().regex(/^XR[A-Z]+$/),
  min: z.int().min(0),
  max: z.int().min(1),
  label: z.string().min(1),
});

const solverSchema = z.enum(['ddim', 'dpmsolver++2m']);

/** The section `xray_to_mri` of a bundle's metadata: all that sampling needs, lengths in mm. */
export const networkBundleSchema = z.strictObject({
  schema_version: z.literal(1),
  latent: z.strictObject({ channels: count, height: count, width: count, scale: positive }),
  schedule: z.strictObject({
    type: z.literal('cosine'),
    train_timesteps: count,
    zero_terminal_snr: z.literal(true),
    prediction: z.literal('v'),
    spacing: z.literal('trailing'),
  }),
  time_embedding: z.strictObject({
    dim: count.multipleOf(2),
    max_period: positive,
    order: z.literal('cos-sin'),
  }),
  noise: z.strictObject({
    generator: z.literal('philox4x32-10-box-muller'),
    correlation_mm: positive,
    scale: positive.max(1).default(1),
  }),
  /** Noise that is added once more after the solver's last step, and taken away by DDIM. */
  restart: z
    .strictObject({ timestep: count.max(998), steps: count, correlation_mm: positive })
    .refine(({ timestep, steps }) => steps <= timestep, {
      path: ['steps'],
      error: 'a restart takes at most as many steps as its timestep',
    })
    .optional(),
  volume: z.strictObject({
    rows: count,
    columns: count,
    pixel_mm: positive,
    slices: count,
    spacing_mm: positive,
    depth_range_mm: range,
    depth_scale_mm: positive,
    canonical_side: z.literal('R'),
  }),
  intensity: z.strictObject({
    network_range: range,
    stored_bits: z.literal(12),
    window_center: z.number(),
    window_width: positive,
  }),
  radiograph: z.strictObject({
    rows: count,
    columns: count,
    region_mm: positive,
    channels: z.tuple([z.literal('grey'), z.literal('mask')]),
    percentiles: range,
    range: range,
    features_channels: count,
  }),
  readings: z.strictObject({
    encoding: z.literal('one-hot-with-not-read'),
    length: count,
    variables: z.array(readingVariableSchema).min(1),
  }),
  patient: patientSchema.optional(),
  defaults: z.strictObject({
    solver: solverSchema,
    steps: count,
    guidance: z.number().min(0),
    presets: z.strictObject({ draft: count, standard: count, fine: count }),
  }),
  networks: z.strictObject({
    xray_encoder: weightsFileSchema,
    denoiser: weightsFileSchema,
    decoder: weightsFileSchema,
  }),
  /** Suggests readings; it has no part in the synthesis. */
  grader: graderSchema.optional(),
  /** `computed_by`: what gave the expected outputs, for a reader of the file. */
  golden: weightsFileSchema.extend({ computed_by: z.string().min(1).optional() }),
});

/** The section `xray_to_mri`. */
export type NetworkBundle = z.infer<typeof networkBundleSchema>;
/** A solver of the reverse process. */
export type Solver = z.infer<typeof solverSchema>;
/** One radiographic reading as the bundle encodes it. */
export type ReadingVariable = z.infer<typeof readingVariableSchema>;
