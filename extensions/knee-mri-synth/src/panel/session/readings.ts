import type { ReadingName, Readings } from '../../host';

/** The readings with one typed by the user; null takes a reading back. */
export function withReading(readings: Readings, name: ReadingName, value: number | null): Readings {
  return { ...readings, [name]: { value, source: value === null ? null : 'typed' } };
}

/** How many variables have been read. */
export function countRead(readings: Readings): number {
  return Object.values(readings).filter(({ value }) => value !== null).length;
}
