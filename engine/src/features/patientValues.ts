import type { NetworkBundle, PatientSpec } from '../bundle';
import type { PatientName, PatientValues } from './types';

/** Numbers that a variable takes in the networks' input. */
const PLACES = 2;

type Variable = PatientSpec['variables'][number];

/** What the model asks about the person, in its order; empty where it asks nothing. */
export function askedOfPatient({ patient }: Pick<NetworkBundle, 'patient'>): PatientName[] {
  return patient?.variables.map(({ name }) => name) ?? [];
}

function placesOf(variable: Variable, values: PatientValues): [number, number] {
  if (variable.name === 'sex') {
    return [values.sex === 'F' ? 1 : 0, values.sex === 'M' ? 1 : 0];
  }
  const value = values[variable.name];
  return value === null ? [0, 0] : [(value - variable.mean) / variable.deviation, 1];
}

/**
 * What follows the readings in the networks' input: for a quantity its standardised value and 1, for the sex
 * 1 and 0 (female) or 0 and 1 (male), and two zeros for what is not known.
 * @param values null where nothing is known
 * @returns two numbers for each variable that the model asks for
 */
export function encodePatient(
  values: PatientValues | null,
  { patient }: Pick<NetworkBundle, 'patient'>
): Float32Array {
  const variables = patient?.variables ?? [];
  return values === null
    ? new Float32Array(PLACES * variables.length)
    : Float32Array.from(variables.flatMap(variable => placesOf(variable, values)));
}
