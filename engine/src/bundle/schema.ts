import * as z from 'zod';
import { networkBundleSchema } from './networkBundleSchema';

/** A description of tensors for people, as MONAI asks for it: name -> type, shape, range, ... */
const dataFormatSchema = z.looseObject({
  inputs: z.record(z.string(), z.unknown()),
  outputs: z.record(z.string(), z.unknown()),
});

/**
 * `configs/metadata.json` of a bundle: MONAI's mandatory fields, and the section `xray_to_mri` that
 * holds everything sampling needs. This schema is normative; the JSON Schema in `engine/schema` is
 * generated from it.
 */
export const bundleMetadataSchema = z.looseObject({
  version: z.string().min(1),
  changelog: z.record(z.string(), z.string()),
  monai_version: z.string().min(1),
  pytorch_version: z.string().min(1),
  numpy_version: z.string().min(1),
  required_packages_version: z.record(z.string(), z.string()),
  name: z.string().min(1),
  task: z.string().min(1),
  description: z.string().min(1),
  authors: z.string().min(1),
  copyright: z.string().min(1),
  data_source: z.string().min(1),
  intended_use: z.string().min(1),
  eval_metrics: z.record(z.string(), z.unknown()),
  network_data_format: dataFormatSchema,
  xray_to_mri: networkBundleSchema,
});

/** The contents of `configs/metadata.json`. */
export type BundleMetadata = z.infer<typeof bundleMetadataSchema>;
