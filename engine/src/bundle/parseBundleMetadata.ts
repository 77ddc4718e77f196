import { inList, say, type Sentence } from '../sentences';
import { BundleError } from './BundleError';
import { fieldProblem } from './fieldProblem';
import type { NetworkBundle } from './networkBundleSchema';
import { bundleMetadataSchema, type BundleMetadata } from './schema';

/** Where the metadata of a bundle lies. */
export const METADATA_PATH = 'configs/metadata.json';

const SHOWN_ISSUES = 5;

/** What a schema cannot say: facts that must hold between the fields. */
function contradictions(networks: NetworkBundle): Sentence[] {
  const { readings, volume, radiograph, intensity } = networks;
  const problems: Sentence[] = [];
  const places = readings.variables.reduce((sum, { min, max }) => sum + max - min + 2, 0);
  if (places !== readings.length) {
    problems.push(say('placesDiffer', { length: readings.length, places }));
  }
  const ranges = {
    'volume.depth_range_mm': volume.depth_range_mm,
    'radiograph.percentiles': radiograph.percentiles,
    'radiograph.range': radiograph.range,
    'intensity.network_range': intensity.network_range,
  };
  for (const [name, [low, high]] of Object.entries(ranges)) {
    if (!(low < high)) problems.push(say('rangeMustAscend', { field: name }));
  }
  return [...problems, ...graderContradictions(networks), ...repeatedPatient(networks)];
}

function graderContradictions({ grader, readings }: NetworkBundle): Sentence[] {
  const known = new Set(readings.variables.map(({ name }) => name));
  return (grader?.variables ?? []).flatMap((name, index, all) => [
    ...(known.has(name) ? [] : [say('graderVariableUnknown', { name })]),
    ...(all.indexOf(name) === index ? [] : [say('graderVariableTwice', { name })]),
    ...(grader?.agreement.variables[name] ? [] : [say('graderAgreementSilent', { name })]),
  ]);
}

function repeatedPatient({ patient }: NetworkBundle): Sentence[] {
  const names = patient?.variables.map(({ name }) => name) ?? [];
  return new Set(names).size === names.length ? [] : [say('patientVariableTwice')];
}

function refuse(problems: readonly Sentence[]): never {
  const fields = inList(problems, SHOWN_ISSUES);
  throw new BundleError('schema', say('modelMetadata', { path: METADATA_PATH, fields }));
}

/**
 * The metadata of a bundle, checked.
 * @param json the parsed contents of `configs/metadata.json`
 * @throws {BundleError} 'schema', naming the fields that are wrong
 */
export function parseBundleMetadata(json: unknown): BundleMetadata {
  const result = bundleMetadataSchema.safeParse(json);
  if (!result.success) {
    refuse(result.error.issues.map(fieldProblem));
  }
  const problems = contradictions(result.data.xray_to_mri);
  if (problems.length > 0) {
    refuse(problems);
  }
  return result.data;
}
