import * as z from 'zod';
import { READINGS } from '../../features';
import type { WidthScale } from '../../jointSpace';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(1);
const finite = z.number();

const readings = z.partialRecord(
  z.enum(READINGS.map(({ name }) => name)),
  z.object({
    value: z.int().min(0).max(9),
    source: z.enum(['typed', 'report', 'file', 'attribute', 'measured', 'suggested']),
  })
);

const SCALES = ['known', 'detector', 'estimated'] as const satisfies readonly WidthScale[];

const earlyWidth = z.looseObject({ scaleEstimated: z.boolean() });

/** A width as it is written now; early records told two scales, by whether it was estimated. */
function withScale(width: unknown): unknown {
  const { success, data } = earlyWidth.safeParse(width);
  return success ? { scale: data.scaleEstimated ? 'estimated' : 'known', ...data } : width;
}

/** Widths in whole micrometres and confidence in percent, so that they can be written down exactly. */
const measuredWidth = z.object({
  compartment: z.enum(['medial', 'lateral']),
  widthMm: finite.min(0),
  /** Whether a person moved its ends. */
  adjusted: z.boolean(),
  /** Where its millimetres hold. */
  scale: z.enum(SCALES),
  /** Of the edges that the software traced. */
  confidence: finite.min(0).max(1),
});

/** What a file must say for its run to be repeated; files come from anywhere and are not trusted. */
export const runRecordSchema = z.object({
  productVersion: z.string(),
  model: z.object({ name: z.string(), version: z.string(), bundleSha256: sha256 }),
  /** SOP Instance UID of the radiograph; null where it was a picture without one. */
  radiographUid: z.string().nullable(),
  /** Of the X-ray encoder's input. */
  radiographSha256: sha256.nullable(),
  side: z.enum(['R', 'L']),
  /** Which picture of the radiograph, counted from 1. */
  frame: count.default(1),
  /** Whether the user had the radiograph turned over, left and right. */
  turnedOver: z.boolean().default(false),
  /** On the turned radiograph, in thousandths of a pixel; null where it was not noted down. */
  region: z.object({ x: finite, y: finite, width: finite, height: finite }).nullable(),
  /** Those that were read. */
  readings,
  /** Joint-space widths on the radiograph; empty where none were measured. */
  measuredWidths: z.array(z.preprocess(withScale, measuredWidth)).max(2).default([]),
  /** Of evenly spaced slices, in mm anterior of the joint centre. */
  depths: z.object({ first: finite, last: finite, count }),
  seed: z.int().min(0),
  /** Which of the seed's samples; the first of them for what is made of several. */
  sample: z.int().min(0),
  /** How many samples a mean or a standard deviation is made of; 1 for a sample. */
  samples: count,
  content: z.enum(['sample', 'mean', 'standard-deviation']),
  steps: count,
  solver: z.string(),
  guidance: finite.min(0),
  /** Slices that were sampled together; null where it was not noted down. */
  batchSize: count.nullable().default(null),
  runtime: z.string(),
  /** Of the volume as the networks gave it, float32 little endian. */
  volumeSha256: sha256.nullable(),
  /** Of the stored pixels of all slices in the order of their numbers, 16 bit little endian. */
  pixelsSha256: sha256,
});

/**
 * All that a run depended on and what came out, without anything about a patient: enough to make the same
 * volume again, and to say what differs when it does not.
 */
export type RunRecord = z.infer<typeof runRecordSchema>;
