export { encodeReadings } from './encodeReadings';
export { findContradictions, type Contradiction } from './findContradictions';
export { parseReadingsJson } from './parseReadingsJson';
export { parseReadingsFile } from './parseReadingsFile';
export { parseReadingsTable } from './parseReadingsTable';
export { askedOfPatient, encodePatient } from './patientValues';
export { notRead, readingsFrom } from './readings';
export { ReadingsError } from './ReadingsError';
export {
  suggestReadings,
  type ReadingSuggestion,
  type ReadingSuggestions,
} from './suggestReadings';
export type * from './types';
export { READINGS, READING_NAMES } from './variables';
