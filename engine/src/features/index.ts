export { encodeReadings } from './encodeReadings';
export { parseReadingsJson } from './parseReadingsJson';
export { notRead, readingsFrom } from './readings';
export { ReadingsError } from './ReadingsError';
export type * from './types';
export { READINGS, READING_NAMES } from './variables';
