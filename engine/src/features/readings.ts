import type { ReadingName, Readings } from './types';
import { READINGS } from './variables';

/** Readings from what is known about each variable. */
export function readingsFrom(read: (name: ReadingName) => Readings[ReadingName]): Readings {
  const entries = READINGS.map(({ name }) => [name, read(name)] as const);
  return Object.fromEntries(entries) as Readings;
}

/** Every variable "not read". */
export function notRead(): Readings {
  return readingsFrom(() => ({ value: null, source: null }));
}
