import * as z from 'zod';
import { bundleMetadataSchema } from './schema';

/** The JSON Schema (draft 2020-12) of `configs/metadata.json`, for those who write bundles. */
export function bundleMetadataJsonSchema(): Record<string, unknown> {
  return {
    title: 'X-ray to MRI model bundle: configs/metadata.json',
    ...z.toJSONSchema(bundleMetadataSchema, { io: 'input' }),
  };
}
