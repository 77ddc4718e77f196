import type { NetworkBundle } from '../bundle';
import { say } from '../sentences';
import { ReadingsError } from './ReadingsError';
import type { ReadingName, Readings } from './types';
import { READING_NAMES } from './variables';

function isReadingName(name: string): name is ReadingName {
  return READING_NAMES.some(known => known === name);
}

/**
 * The networks' input of one knee: every variable one-hot over its grades and a last place for "not
 * read", one after the other.
 * @param spec `xray_to_mri.readings` of the bundle; its order counts
 * @returns float32 of length `spec.length`
 * @throws {ReadingsError} a grade outside its variable's range, or a variable that is not known here
 */
export function encodeReadings(readings: Readings, spec: NetworkBundle['readings']): Float32Array {
  const code = new Float32Array(spec.length);
  let offset = 0;
  for (const { name, min, max } of spec.variables) {
    if (!isReadingName(name)) {
      throw new ReadingsError(say('unknownReading', { name }));
    }
    const { value } = readings[name];
    if (value !== null && (!Number.isInteger(value) || value < min || value > max)) {
      throw new ReadingsError(say('readingOutOfRange', { name, min, max, value }));
    }
    code[offset + (value === null ? max - min + 1 : value - min)] = 1;
    offset += max - min + 2;
  }
  return code;
}
