import * as z from 'zod';
import { say } from '../sentences';
import { BundleError } from './BundleError';
import type { NetworkBundle } from './networkBundleSchema';
import { bundleMetadataSchema, type BundleMetadata } from './schema';

/** Where the metadata of a bundle lies. */
export const METADATA_PATH = 'configs/metadata.json';

const SHOWN_ISSUES = 5;

/** What a schema cannot say: facts that must hold between the fields. */
function contradictions(networks: NetworkBundle): string[] {
  const { readings, volume, radiograph, intensity } = networks;
  const problems: string[] = [];
  const places = readings.variables.reduce((sum, { min, max }) => sum + max - min + 2, 0);
  if (places !== readings.length) {
    problems.push(`readings.length is ${readings.length}, its variables need ${places}`);
  }
  const ranges = {
    'volume.depth_range_mm': volume.depth_range_mm,
    'radiograph.percentiles': radiograph.percentiles,
    'radiograph.range': radiograph.range,
    'intensity.network_range': intensity.network_range,
  };
  for (const [name, [low, high]] of Object.entries(ranges)) {
    if (!(low < high)) problems.push(`${name} must ascend`);
  }
  return [...problems, ...graderContradictions(networks), ...repeatedPatient(networks)];
}

function graderContradictions({ grader, readings }: NetworkBundle): string[] {
  const known = new Set(readings.variables.map(({ name }) => name));
  return (grader?.variables ?? []).flatMap((name, index, all) => [
    ...(known.has(name) ? [] : [`grader.variables: ${name} is no reading of this bundle`]),
    ...(all.indexOf(name) === index ? [] : [`grader.variables: ${name} stands twice`]),
    ...(grader?.agreement.variables[name] ? [] : [`grader.agreement is silent on ${name}`]),
  ]);
}

function repeatedPatient({ patient }: NetworkBundle): string[] {
  const names = patient?.variables.map(({ name }) => name) ?? [];
  return new Set(names).size === names.length ? [] : ['patient.variables names one twice'];
}

/**
 * The metadata of a bundle, checked.
 * @param json the parsed contents of `configs/metadata.json`
 * @throws {BundleError} 'schema', naming the fields that are wrong
 */
export function parseBundleMetadata(json: unknown): BundleMetadata {
  const result = bundleMetadataSchema.safeParse(json);
  const problems = result.success
    ? contradictions(result.data.xray_to_mri)
    : result.error.issues.map(issue => `${z.core.toDotPath(issue.path)}: ${issue.message}`);
  if (!result.success || problems.length > 0) {
    const shown = problems.slice(0, SHOWN_ISSUES).join('; ');
    const more =
      problems.length > SHOWN_ISSUES ? `; and ${problems.length - SHOWN_ISSUES} more` : '';
    throw new BundleError(
      'schema',
      say('modelMetadata', { path: METADATA_PATH, fields: shown + more })
    );
  }
  return result.data;
}
