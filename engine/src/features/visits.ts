import { say } from '../sentences';
import { ReadingsError } from './ReadingsError';

/** The OAI's prefix of a visit: V00 is the baseline. */
const VISIT = /^V\d\d(?=XR)/;

/** The name of a variable whatever the visit. */
export function withoutVisit(name: string): string {
  return name.replace(VISIT, '');
}

/**
 * A knee changes from one visit to the next: readings of several do not make up one knee.
 * @param names of variables, with or without the visit's prefix
 * @throws {ReadingsError} naming the visits, where there are several
 */
export function requireOneVisit(names: readonly string[]): void {
  const visits = new Set(names.flatMap(name => VISIT.exec(name)?.[0] ?? []));
  if (visits.size > 1) {
    throw new ReadingsError(say('severalVisits', { visits: [...visits].sort().join(', ') }));
  }
}
